-- Reports run
-- Which reports were run, by whom, and which files can be proved to be theirs?
-- answers: requirements section 5, item 25
-- means: Each row is a run of a report at its start or end, with the hash that proves its files.
-- not: A run is no release, and its figures are only as good as the log for its days.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select happened_at, actor_id as person, report, coalesce(status, result) as status, manifest_sha256
from reports
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
