-- Every entry that can belong to a request touched: it names the request, the request is its object, or it names the case.
create or replace temp table candidates as
select sequence, case_id, object_id
from events
where
    request_named in (select request_id from touched)
    or object_id in (select request_id from touched)
    or case_id in (
        select case_id from request_cases where request_id in (select request_id from touched) and case_id is not null
    );
