-- Casework without a valid certificate
-- Who searched or examined while no training certificate was in force?
-- answers: requirements section 5, item 2; H-03
-- means: Each row is an act of searching or examining by somebody without a certificate in force.
-- not: The certificate is as it stood in the entry of the act.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select happened_at, act, actor_id as person, role, certificate, case_id, result, rule
from events
where
    act in (
        'search_started', 'search_completed', 'list_viewed', 'analysis_locked', 'disposition_recorded',
        'examination_locked', 'verification_locked'
    )
    and certificate not like '%valid until%' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
