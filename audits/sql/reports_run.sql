-- Reports run
-- Which reports were run, by whom, and which files can be proved to be theirs?
-- answers: requirements section 5, item 25
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select happened_at, actor_id as person, report, coalesce(status, result) as status, manifest_sha256
from reports
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
