-- Searches over other galleries
-- Which searches went over another service's gallery, under which agreement, and which messages of withdrawal are not acknowledged?
-- item: 21
-- answers: requirements section 5, item 21; G-02, G-06, G-07
-- means: Each row is a search over another service's gallery, marked as a courtesy where no agreement that both signed was in force that day, which must not happen; or a message to a partner that was not acknowledged within the days given.
-- not: A favour asked by telephone leaves nothing here. An acknowledgement says what the partner says.
-- chart: table
-- parameter days: integer = 7 | days within which a message must be acknowledged
-- parameter faults: text = no | yes: only courtesy searches and messages
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with agreements as (
    select
        object_id as agreement_id, min(sequence) filter (act = 'agreement_signed') as signed,
        min(sequence) filter (act = 'agreement_ended') as ended,
        max(cast(details ->> 'begins_on' as date)) as begins_on, max(cast(details ->> 'expires_on' as date)) as expires_on
    from events
    where act in ('agreement_proposed', 'agreement_signed', 'agreement_ended') and result = 'done'
    group by object_id
),
over_partners as (
    select
        s.happened_at, s.day, s.details ->> 'searcher' as searcher, s.details ->> 'owner' as owner,
        s.details ->> 'search_id' as thing, s.details ->> 'agreement_id' as agreement_id,
        if(
            coalesce(a.signed < s.sequence and s.day between a.begins_on and a.expires_on
                and coalesce(a.ended > s.sequence, true), false),
            'under an agreement', 'courtesy search'
        ) as kind
    from casework as s
    left join agreements as a on a.agreement_id = s.details ->> 'agreement_id'
    where s.act = 'partner_gallery_searched' and s.result = 'done'
),
messages as (
    select happened_at, day, unnest(cast(details -> 'message_ids' as varchar[])) as message_id
    from events
    where act = 'partners_told' and result = 'done' and details ->> 'message_ids' is not null
),
answered as (
    select object_id as message_id from events where act = 'partner_message_acknowledged' and result = 'done'
),
clock as (select coalesce($today::date, max(day)) as today from events),
every as (
    select happened_at, day, kind, searcher, owner, thing, agreement_id from over_partners
    union all
    select m.happened_at, m.day, 'not acknowledged', null, null, m.message_id, null
    from messages as m
    cross join clock
    where m.message_id not in (select message_id from answered) and clock.today - m.day > $days
)
select happened_at, kind, searcher, owner, thing, agreement_id
from every
where
    ($faults <> 'yes' or kind <> 'under an agreement')
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by happened_at, thing
