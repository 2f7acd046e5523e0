-- Acts outside hours, certificates or accounts
-- Who searched, looked or took something away outside the hours of work, without a valid certificate, or while the account was closed?
-- item: 2
-- answers: requirements section 5, item 2; H-03, H-08
-- means: Each row counts acts of one person, role, workstation and hour, and how many of them were outside the hours given, by somebody whose certificate was not in force that day, or after the account was locked or disabled or its rights were suspended.
-- not: The hours are those asked for: rosters are held elsewhere, so an officer on a night shift is listed and has done nothing wrong. A certificate counts as it stood in the entry of the act.
-- chart: table
-- parameter first_hour: integer = 7 | hour at which work begins
-- parameter end_hour: integer = 19 | hour at which work has ended
-- parameter zone: text = America/Toronto | time zone
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with acts as (
    select
        sequence, actor_id, role, workstation, certificate, day, act,
        extract(hour from happened_at at time zone 'UTC' at time zone $zone) as hour
    from events
    where
        result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
        and act in (
            'search_started', 'search_completed', 'list_viewed', 'picture_viewed', 'lead_viewed', 'analysis_locked',
            'disposition_recorded', 'examination_locked', 'verification_locked', 'exported', 'pack_built'
        )
),
states as (
    select
        object_id as account_id, sequence,
        case act when 'rights_suspended' then 'suspended' when 'rights_restored' then 'active' else details ->> 'state' end as state
    from events
    where
        result = 'done'
        and ((act = 'account_changed' and details ->> 'state' is not null) or act in ('rights_suspended', 'rights_restored'))
),
judged as (
    select
        a.*,
        a.hour < $first_hour or a.hour >= $end_hour as outside,
        a.act in (
            'search_started', 'search_completed', 'list_viewed', 'analysis_locked', 'disposition_recorded',
            'examination_locked', 'verification_locked'
        )
        and coalesce(
            list_max(list_transform(regexp_extract_all(a.certificate, 'valid until ([0-9-]+)', 1), lambda x: x::date)) < a.day, true
        ) as uncertified,
        coalesce(s.state in ('locked', 'disabled', 'suspended'), false) as closed
    from acts as a
    asof left join states as s on a.actor_id = s.account_id and a.sequence > s.sequence
    where a.actor_id <> 'system'
)
select
    actor_id as person, role, workstation, hour,
    count(*) filter (act like 'search_%') as searches,
    count(*) filter (act like '%_viewed') as views,
    count(*) filter (act in ('exported', 'pack_built')) as exports,
    count(*) filter (outside) as outside_hours,
    count(*) filter (uncertified) as without_certificate,
    count(*) filter (closed) as account_closed
from judged
group by all
having bool_or(outside or uncertified or closed)
order by person, hour, workstation
