-- Known tasks by reviewer
-- How did each reviewer answer the known tasks that were mixed among their work?
-- item: 12
-- answers: requirements section 5, item 12; D-11, H-04
-- means: Each row counts a reviewer's locked answers on known tasks: right, the person missed, support for a stranger, and inconclusive.
-- not: Few tasks say little: read the intervals on the page of known tasks before you judge anybody. Inconclusive is an error of neither kind.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    actor_id as reviewer, count(*) as tasks,
    count(*) filter (details ->> 'known_answer' = 'right') as right_answers,
    count(*) filter (details ->> 'known_answer' = 'missed') as missed,
    count(*) filter (details ->> 'known_answer' = 'false_support') as false_support,
    count(*) filter (details ->> 'known_answer' = 'inconclusive') as inconclusive,
    max(happened_at) as last_at
from events
where
    act in ('verification_locked', 'analysis_locked') and result = 'done' and (details ->> 'known_task') = 'true'
    and details ->> 'known_answer' is not null and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by actor_id
order by tasks desc, reviewer
