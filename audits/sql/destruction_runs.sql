-- Runs of destruction
-- Which runs of destruction were proposed, released and done, which are late or stopped, and what was destroyed again after a restore?
-- item: 19
-- answers: requirements section 5, item 19; F-32, F-33, M-10
-- means: Each row is a run, or a destruction repeated after an older copy came back, with how many pictures were planned, destroyed and certified.
-- not: What became due and was never proposed is in the report of destruction, not here. A late run may wait for a hold.
-- chart: table
-- parameter days: integer = 30 | days after which a run that is not done is late
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with runs as (
    select
        object_id as run_id,
        min(day) filter (act = 'destruction_proposed') as proposed_on,
        max(details ->> 'of_rule') filter (act = 'destruction_proposed') as of_rule,
        max(cast(details ->> 'planned' as bigint)) filter (act = 'destruction_proposed') as planned,
        min(day) filter (act = 'destruction_released' and (details ->> 'both') = 'true') as released_on,
        coalesce(sum(cast(details ->> 'removed' as bigint)) filter (act = 'lineage_destroyed'), 0) as destroyed,
        coalesce(sum(cast(details ->> 'waiting' as bigint)) filter (act = 'eligibility_changed'), 0) as held,
        coalesce(sum(cast(details ->> 'certificates' as bigint)) filter (act = 'certificate_issued'), 0) as certificates,
        max(sequence) filter (act = 'destruction_stopped') as stopped,
        min(day) filter (act = 'certificate_issued' and details ->> 'what' = 'run finished') as finished_on
    from events
    where
        result = 'done' and sequence not in (select sequence from abandoned)
        and act in (
            'destruction_proposed', 'destruction_released', 'lineage_destroyed', 'eligibility_changed',
            'certificate_issued', 'destruction_stopped'
        )
    group by object_id
    having proposed_on is not null
),
clock as (select coalesce($today::date, max(day)) as today from events)
select
    run_id, of_rule, proposed_on, released_on, finished_on, planned, destroyed, held, certificates,
    case
        when finished_on is not null then if(finished_on - proposed_on > $days, 'done late', 'done')
        when stopped is not null then 'stopped'
        when clock.today - proposed_on > $days then 'late'
        else 'under way'
    end as state
from runs
cross join clock
where proposed_on between coalesce($first_day::date, proposed_on) and coalesce($last_day::date, proposed_on)
union all
select
    null, 'destroyed again', day, null, day, cast(details ->> 'lineages' as bigint), cast(details ->> 'lineages' as bigint), 0, 0, 'after a restore'
from events
where act = 'destruction_repeated' and result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by proposed_on, run_id
