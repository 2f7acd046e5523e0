-- Breaches and wrongs
-- Which breaches, improper searches and wrongful identifications were recorded, and what was done about each?
-- item: 24
-- answers: requirements section 5, item 24; E-19, M-06, M-07
-- means: Each row is a breach with when it was assessed, told to people and closed; an improper search found by a check; or a wrongful identification with the hold that keeps its evidence.
-- not: What nobody found or recorded is not here.
-- chart: table
-- parameter open: text = no | yes: only what is not closed
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with opened as (
    select sequence, happened_at, day, service, object_id, case_id, coalesce(details ->> 'kind', 'breach') as kind
    from events
    where act = 'breach_opened' and result = 'done'
),
later as (
    select
        object_id,
        max(details ->> 'harm') filter (act = 'breach_assessed') as harm,
        max(cast(details ->> 'people_count' as bigint)) as people,
        min(happened_at) filter (act = 'breach_assessed') as assessed_at,
        min(happened_at) filter (act = 'breach_notified') as notified_at,
        min(happened_at) filter (act = 'breach_closed') as closed_at
    from events
    where act in ('breach_opened', 'breach_assessed', 'breach_notified', 'breach_closed') and result = 'done'
    group by object_id
),
every as (
    select o.*, l.harm, l.people, l.assessed_at, l.notified_at, l.closed_at
    from opened as o
    left join later as l using (object_id)
    union all
    select sequence, happened_at, day, service, object_id, case_id, 'improper search', null, null, happened_at, null, happened_at
    from events
    where act = 'staff_finding_answered' and result = 'done' and (details ->> 'proper') = 'false'
    union all
    select
        sequence, happened_at, day, service, details ->> 'incident_id', case_id, 'wrongful identification', null, null, null, null, null
    from events
    where act = 'incident_opened' and result = 'done'
)
select happened_at as opened_at, kind, service, object_id, case_id, harm, people, assessed_at, notified_at, closed_at
from every
where
    ($open <> 'yes' or closed_at is null)
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
