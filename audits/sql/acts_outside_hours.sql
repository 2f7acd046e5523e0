-- Acts outside working hours
-- Who acted on a case outside the hours given, in the time of the place given?
-- answers: requirements section 5, item 2
-- means: Each row counts one person's acts on cases outside the hours given, by workstation.
-- not: Rosters are held elsewhere: an officer on a night shift is listed and has done nothing wrong.
-- chart: bar
-- parameter first_hour: integer = 7 | hour at which work begins
-- parameter end_hour: integer = 19 | hour at which work has ended
-- parameter zone: text = America/Toronto | time zone
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with local as (
    select *, extract(hour from happened_at at time zone 'UTC' at time zone $zone) as local_hour
    from events
    where case_id is not null and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
)
select actor_id as person, role, workstation, min(happened_at) as first_at, max(happened_at) as last_at, count(*) as times
from local
where local_hour < $first_hour or local_hour >= $end_hour
group by all
order by times desc, person, role, workstation
