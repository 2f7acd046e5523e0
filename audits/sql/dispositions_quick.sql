-- Candidates set aside quickly
-- Which candidates were set aside or kept within fewer seconds than given after the step before?
-- answers: requirements section 5, item 10; D-14
-- means: Each row is a disposition that came within fewer seconds than given after the list was opened or after the disposition before it.
-- not: A quick exclusion of an obvious stranger can be right. Time in front of a picture is no measure of care by itself.
-- chart: table
-- parameter seconds: integer = 5 | dispositions faster than this
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with steps as (
    select
        sequence, happened_at, day, act, actor_id, object_id, case_id, details ->> 'letter' as letter,
        lag(happened_at) over (partition by object_id, actor_id order by sequence) as before
    from casework
    where act in ('list_viewed', 'disposition_recorded') and result = 'done'
)
select
    happened_at, actor_id as examiner, object_id as examination_id, case_id, letter,
    round(epoch(happened_at - before), 1) as seconds
from steps
where
    act = 'disposition_recorded' and epoch(happened_at - before) < $seconds
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
