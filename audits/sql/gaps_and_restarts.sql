-- Gaps and restarts
-- When did the service start and stop, and for what times is nothing recorded?
-- answers: requirements section 5, item 25; I-09
-- means: Each row is a start, a stop, a gap, a recovery or a verification, in order.
-- not: A gap at a planned stop is in order.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    sequence, happened_at, act, reason,
    details ->> 'kind' as kind,
    cast(details ->> 'seconds' as double) as seconds
from events
where act in ('service_started', 'service_stopped', 'log_gap', 'log_recovered', 'log_verified', 'backup_restored') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
