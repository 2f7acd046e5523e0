-- Requests off the list of offences
-- Which requests named an offence that was not on the list that day, were refused, or needed more than an ordinary approval?
-- item: 5
-- answers: requirements section 5, item 5; A-02, A-03, A-11
-- means: Each row is a request that was refused by a rule or by an approver, that was approved above the ordinary, or that was accepted although its offence was not in force that day, which must not happen.
-- not: An approval above the ordinary is no fault: the rules ask for it. The list itself is a dated file; the log holds its version.
-- chart: table
-- parameter offence_id: text | one offence only; every one when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with asked as (
    select
        e.sequence, e.happened_at, e.object_id as request_id, e.details ->> 'offence_id' as offence_id,
        e.details ->> 'offences_version' as offences_version, e.actor_id, e.rule,
        if(e.act = 'request_refused', 'refused by rule', 'accepted off the list') as outcome, e.day
    from events as e
    where
        (e.act = 'request_refused' and e.result = 'refused')
        or (e.act = 'request_submitted' and e.result = 'done' and (e.details ->> 'offence_in_force') = 'false')
),
submitted as (
    select object_id as request_id, details ->> 'offence_id' as offence_id, details ->> 'offences_version' as offences_version
    from events
    where act = 'request_submitted' and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
),
decided as (
    select
        e.sequence, e.happened_at, e.object_id as request_id, s.offence_id, s.offences_version, e.actor_id,
        coalesce(e.rule, array_to_string(cast(e.details -> 'higher_for' as varchar[]), ', ')) as rule,
        if(e.act = 'approval_refused', 'refused by approver', 'approved above the ordinary') as outcome, e.day
    from events as e
    left join submitted as s on s.request_id = e.object_id
    where
        (e.act = 'approval_refused' and e.result = 'done')
        or (e.act = 'request_approved' and e.result = 'done' and len(cast(e.details -> 'higher_for' as varchar[])) > 0)
),
every as (select * from asked union all select * from decided)
select happened_at, request_id, offence_id, offences_version, outcome, actor_id as person, rule
from every
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day) and ($offence_id is null or offence_id = $offence_id)
order by sequence
