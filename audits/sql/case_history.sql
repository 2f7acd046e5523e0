-- Everything about one case
-- What was done in one case, by whom and with what result, in order?
-- answers: requirements section 5, items 1 and 25; I-07
-- means: Each row is an entry about the case, in the order of the log.
-- not: What was said or written outside the system is not here.
-- chart: table
-- parameter case_id: text required | id of the case
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select sequence, happened_at, act, actor_id as person, role, certificate, object_id, result, rule
from events
where case_id = $case_id and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
limit 5000
