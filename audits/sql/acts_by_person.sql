-- Acts by person
-- How often did each person do each act, and with what result?
-- answers: requirements section 5, item 2; I-02
-- means: Each row counts one act of one person in one role, by its result.
-- not: Many acts are no fault, and few are no merit: duties differ.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select actor_id as person, role, act, result, count(*) as times
from events
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by times desc, person, act, result
