-- Cases searched more than once
-- Which cases were searched again, and did an empty list come before?
-- answers: requirements section 5, item 4
-- means: Each row is a case with more than one search, with its people, bounds and empty lists.
-- not: Several searches in one case can be right: several people, several pictures.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    case_id, count(*) as searches, count(distinct request_id) as requests, count(distinct actor_id) as people,
    count(*) filter (returned = 0) as empty_lists,
    count(distinct list_length) as list_lengths, count(distinct threshold) as thresholds,
    min(happened_at) as first_at, max(happened_at) as last_at
from searches
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by case_id
having count(*) > 1
order by searches desc, first_at
