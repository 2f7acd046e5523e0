-- Searches that returned nobody
-- What share of searches gave an empty list, by offence?
-- answers: requirements section 5, item 13
-- means: Each row counts the searches for one offence and those that listed nobody.
-- not: An empty list says that nobody held reached the threshold, not that the person is not held.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    coalesce(r.offence_id, 'unknown') as offence_id,
    count(*) as searches,
    count(*) filter (s.returned = 0) as empty,
    round(count(*) filter (s.returned = 0) / count(*), 3) as share_empty
from searches as s
left join requests as r using (request_id)
where s.day between coalesce($first_day::date, s.day) and coalesce($last_day::date, s.day)
group by 1
order by searches desc, offence_id
