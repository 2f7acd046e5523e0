-- The parts that speak of a request touched, or of a case of one.
create or replace temp table touched_cases as
select distinct case_id
from request_cases
where request_id in (select request_id from touched) and case_id is not null;

select distinct first
from part_keys
where key in (
    select log.main.key_of(request_id) from touched
    union all
    select log.main.key_of(case_id) from touched_cases
)
