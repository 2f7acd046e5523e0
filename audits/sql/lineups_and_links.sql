-- Lineups after leads
-- Which lineups and photo arrays followed a lead, and did an independent link come before them?
-- item: 16
-- answers: requirements section 5, item 16; E-06
-- means: Each row is a lineup or a photo array that was begun for a lead, with the moment of the first independent link recorded before it.
-- not: A link counts when its record came before; whether it is truly independent is for a person to judge.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with links as (
    select object_id as lead_id, min(sequence) as sequence, min(happened_at) as linked_at
    from casework
    where
        act = 'lead_followed_up' and result = 'done'
        and details ->> 'kind' = 'corroboration' and (details ->> 'link') = 'true'
    group by object_id
),
lineups as (
    select sequence, happened_at, day, object_id as lead_id, case_id, 'lineup' as kind
    from casework
    where act = 'lead_followed_up' and result = 'done' and details ->> 'kind' = 'lineup'
    union all
    select sequence, happened_at, day, object_id, case_id, 'photo array'
    from casework
    where act = 'photo_array_prepared' and result = 'done' and details ->> 'person_sha256' is not null
)
select u.lead_id, u.case_id, u.kind, u.happened_at as begun_at, l.linked_at, l.sequence is not null as link_before
from lineups as u
left join links as l on l.lead_id = u.lead_id and l.sequence < u.sequence
where u.day between coalesce($first_day::date, u.day) and coalesce($last_day::date, u.day)
order by link_before, begun_at, u.lead_id
