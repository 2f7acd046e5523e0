-- Which requests the entries after `before` touch: those that they belong to, and every request of a case that has a new
-- one, since entries that name the case alone belong to its only request.
create or replace temp table new_cases as
select distinct object_id as request_id, case_id
from events
where
    sequence > getvariable('before') and result = 'done' and object_id is not null
    and act in ('request_drafted', 'request_submitted', 'request_approved')
except
select request_id, case_id from request_cases;

insert into request_cases select request_id, case_id from new_cases;

insert into known_requests
select request_id from new_cases
except
select request_id from known_requests;

delete from only_requests where case_id in (select case_id from new_cases);

insert into only_requests
select case_id, min(request_id)
from request_cases
where case_id in (select case_id from new_cases)
group by case_id
having count(distinct request_id) = 1;

create or replace temp table new_abandoned as
select abandoned_sequence as sequence
from events
where sequence > getvariable('before') and abandoned_sequence is not null
except
select sequence from abandoned;

insert into abandoned select sequence from new_abandoned;

create or replace temp table touched as
with unnoticed as (
    select request_named, object_id, case_id from events where sequence in (select sequence from new_abandoned)
)
select request_id from casework where sequence > getvariable('before') and request_id is not null
union
select request_id from new_cases
union
select request_id from request_cases where case_id in (select case_id from new_cases)
union
select request_named from unnoticed where request_named is not null
union
select object_id from unnoticed where object_id is not null
union
select request_id from request_cases where case_id in (select case_id from unnoticed);
