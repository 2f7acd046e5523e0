-- Applications and their outcomes
-- How many people asked for access, correction or removal, what came of it on which ground, and after how many days?
-- answers: F-67
-- means: Each row counts applications of one kind with one outcome, by the ground of a refusal.
-- not: Applications that wait are counted as received only.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with told as (
    select
        details ->> 'kind' as kind,
        if(act = 'application_received', 'received', details ->> 'outcome') as outcome,
        coalesce(details ->> 'ground_id', '–') as reason_id,
        cast(details ->> 'days' as integer) as days
    from events
    where
        act in ('application_received', 'application_decided', 'application_released', 'correction_decided')
        and result = 'done'
        and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
)
select kind, outcome, reason_id as refused_on, count(*) as applications, median(days) as median_days
from told
group by all
order by kind, outcome, refused_on
