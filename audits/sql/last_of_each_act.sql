-- Last of each act
-- When was each kind of act last done, and how often in all?
-- answers: requirement W-22; how long ago a backup was verified, staff were checked or use was reviewed
-- means: Each row is one kind of act that was done, with the day of its last entry.
-- not: An act that was only refused or that failed is not counted.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select act, count(*) as times, max(day) as last_day, max(sequence) as last_sequence
from events
where result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by act
order by act
