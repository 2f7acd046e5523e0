-- Refusals by rule
-- Which rules refused what, how often, and to how many people?
-- answers: requirements section 5, items 5 and 8; I-03
-- means: Each row counts refusals by one rule of one act, and the people refused.
-- not: A refusal is the rule at work: it is no fault of a person.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select coalesce(rule, '–') as rule, act, count(distinct actor_id) as people, count(*) as refusals
from refusals
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by refusals desc, rule, act
