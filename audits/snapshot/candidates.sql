-- Every entry that can belong to a request touched: it names the request, the request is its object, or it names the case.
create or replace table memory.near.events as
select *
from memory.main.events
where
    request_named in (select request_id from touched)
    or object_id in (select request_id from touched)
    or case_id in (select case_id from touched_cases)
