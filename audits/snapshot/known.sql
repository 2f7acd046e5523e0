-- Which requests, cases and abandoned acts the new entries make known.
create or replace temp table new_cases as
with told as (
    select distinct object_id as request_id, case_id
    from memory.near.events
    where
        result = 'done' and object_id is not null
        and act in ('request_drafted', 'request_submitted', 'request_approved')
)
select request_id, case_id from told
except
select request_id, case_id from request_cases where request_id in (select request_id from told);

insert into request_cases select request_id, case_id from new_cases order by all;

insert into log.main.known_requests
select request_id from new_cases
except
select request_id from log.main.known_requests where request_id in (select request_id from new_cases)
order by all;

delete from log.main.only_requests where case_id in (select case_id from new_cases);

insert into log.main.only_requests
select case_id, min(request_id)
from request_cases
where case_id in (select case_id from new_cases)
group by case_id
having count(distinct request_id) = 1
order by all;

create or replace temp table new_abandoned as
select abandoned_sequence as sequence from memory.near.events where abandoned_sequence is not null
except
select sequence from log.main.abandoned;

insert into log.main.abandoned select sequence from new_abandoned;
