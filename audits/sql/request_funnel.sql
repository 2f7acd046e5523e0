-- From request to lead
-- How many requests reached each stage?
-- answers: requirements section 5, items 5 and 13
-- means: Each row counts the requests of the days given that reached a stage.
-- not: Requests under way have not reached the later stages yet.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with chosen as (
    select * from requests
    where cast(submitted_at as date) between
        coalesce($first_day::date, cast(submitted_at as date)) and coalesce($last_day::date, cast(submitted_at as date))
),
counted as (
    select 1 as step, 'submitted' as stage, count(submitted_at) as requests from chosen
    union all select 2, 'approved', count(approved_at) from chosen
    union all select 3, 'searched', count(searched_at) from chosen
    union all select 4, 'examined', count(examined_at) from chosen
    union all select 5, 'verified', count(verified_at) from chosen
    union all select 6, 'lead or no lead given', count(lead_at) from chosen
    union all select 7, 'acknowledged', count(acknowledged_at) from chosen
    union all select 8, 'declined by the approver', count(declined_at) from chosen
    union all select 9, 'probe unsuitable', count(unsuitable_at) from chosen
)
select stage, requests from counted order by step
