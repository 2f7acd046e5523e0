-- Time in each stage
-- How long do requests wait at each stage: median and the time within which nine of ten are done?
-- item: 14
-- answers: requirements section 5, item 14
-- means: Each row counts the requests that passed a stage, with the median and the time within which nine of ten passed.
-- not: Requests that still wait are not counted: a growing queue can look fast.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with spans as (
    select 1 as step, 'to approve' as stage, epoch(approved_at - submitted_at) as seconds, submitted_at from requests
    union all select 2, 'to search', epoch(searched_at - approved_at), submitted_at from requests
    union all select 3, 'to examine', epoch(examined_at - searched_at), submitted_at from requests
    union all select 4, 'to verify', epoch(verified_at - examined_at), submitted_at from requests
    union all select 5, 'to acknowledge', epoch(acknowledged_at - lead_at), submitted_at from requests
    union all select 6, 'in all, to a lead or none', epoch(lead_at - submitted_at), submitted_at from requests
)
select
    stage, count(*) as requests,
    round(quantile_cont(seconds, 0.9), 1) as seconds_for_nine_of_ten,
    round(median(seconds), 1) as median_seconds
from spans
where
    seconds is not null
    and cast(submitted_at as date) between
        coalesce($first_day::date, cast(submitted_at as date)) and coalesce($last_day::date, cast(submitted_at as date))
group by step, stage
order by step
