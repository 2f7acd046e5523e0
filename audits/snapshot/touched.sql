-- Which requests the new entries touch: those that they belong to, and every request of a case that has a new one, since
-- entries that name the case alone belong to its only request.
create or replace temp table touched as
with unnoticed as (
    select request_named, object_id, case_id
    from memory.main.events
    where sequence in (select sequence from new_abandoned)
)
select request_id from memory.near.casework where request_id is not null
union
select request_id from new_cases
union
select request_id from request_cases where case_id in (select case_id from new_cases)
union
select request_named from unnoticed where request_named is not null
union
select object_id from unnoticed where object_id is not null
union
select request_id from request_cases where case_id in (select case_id from unnoticed)
