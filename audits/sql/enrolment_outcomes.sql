-- Pictures offered for the gallery
-- How many pictures were taken in or refused each day, and by which rule?
-- answers: requirements section 5, item 18; F-01
-- means: Each row counts the pictures offered with one outcome, by rule and kind.
-- not: Pictures that were never offered are not here.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    if(act = 'picture_enrolled' and result = 'done', 'taken in', 'refused') as outcome,
    coalesce(rule, '–') as rule,
    coalesce(details ->> 'kind', '–') as kind,
    count(*) as pictures
from events
where act in ('picture_enrolled', 'picture_refused') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by pictures desc, outcome, rule, kind
