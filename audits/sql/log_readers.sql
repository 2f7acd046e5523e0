-- Readers of the log
-- Who read the log, asked questions of it, or took a copy away?
-- answers: requirements section 5, item 25; I-02
-- means: Each row counts one person's readings of the log, by kind and question.
-- not: A copy of the analytics file is counted when it is taken, not when it is read.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select actor_id as person, role, act, coalesce(details ->> 'question', '–') as question, count(*) as times
from events
where act in ('log_read', 'log_verified', 'question_asked', 'analytics_exported', 'exported') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by times desc, person, act, question
