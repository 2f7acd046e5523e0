-- Short reviews
-- Which stages of an examination were locked within fewer seconds than the service set?
-- answers: requirements section 5, item 12; D-14
-- means: Each row is a stage locked within fewer seconds than the service set for it.
-- not: Time in front of a picture is no measure of care by itself.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    happened_at, act, actor_id as examiner, object_id as examination_id, request_id,
    cast(details ->> 'stage_seconds' as double) as seconds
from casework
where
    act in ('analysis_locked', 'examination_locked', 'verification_locked') and result = 'done'
    and (details ->> 'short') = 'true'
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by happened_at
