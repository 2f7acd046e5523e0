-- The log and the administrators
-- When was the log found not whole, for what times is nothing recorded, and what did administrators do?
-- item: 25
-- answers: requirements section 5, item 25; I-01, I-09
-- means: Each row is a verification that found a fault, a gap or a recovery in the log, or an act of somebody with the role of administrator other than looking.
-- not: A gap at a planned stop is in order. Somebody who can read the machine's disk acts outside the log: the published checkpoints answer that.
-- chart: table
-- parameter least_seconds: integer = 60 | shorter gaps are left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with every as (
    select sequence, happened_at, day, act, actor_id, object_id, 'log not whole' as kind, cast(details ->> 'faults' as double) as amount
    from events
    where act = 'log_verified' and coalesce((details ->> 'whole') = 'false', false)
    union all
    select sequence, happened_at, day, act, actor_id, object_id, 'gap in the log', cast(details ->> 'seconds' as double)
    from events
    where
        act = 'log_gap'
        and (coalesce(abs(cast(details ->> 'seconds' as double)), 0) >= $least_seconds or details ->> 'kind' <> 'stop')
    union all
    select sequence, happened_at, day, act, actor_id, object_id, 'log mended', cast(details ->> 'abandoned_count' as double)
    from events
    where act in ('log_recovered', 'log_tree_rebuilt', 'backup_restored')
    union all
    select sequence, happened_at, day, act, actor_id, object_id, 'administrator', null
    from events
    where
        contains(role, 'administrator') and act not like '%\_viewed' escape '\'
        and act not in ('signed_in', 'signed_out', 'token_issued', 'access_refused', 'work_listed', 'sign_in_refused')
)
select sequence, happened_at, kind, act, actor_id as person, object_id, amount
from every
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
