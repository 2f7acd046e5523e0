-- Exigent requests
-- Which requests used the urgent path, and when were they approved afterwards?
-- answers: requirements section 5, item 5; A-12
-- means: Each row is a request on the urgent path with the moments of its search and of its approval afterwards.
-- not: Urgency is what the requester declared.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select request_id, case_id, requester_id, offence_id, submitted_at, searched_at, approved_at, declined_at
from requests
where
    exigent
    and cast(submitted_at as date) between
        coalesce($first_day::date, cast(submitted_at as date)) and coalesce($last_day::date, cast(submitted_at as date))
order by submitted_at
