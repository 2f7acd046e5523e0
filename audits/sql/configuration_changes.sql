-- Changes of rules and models
-- Which bounds or models were changed or searching stopped, by whom, and was an evaluation of the model on file before it?
-- item: 22
-- answers: requirements section 5, item 22; B-13, F-11, L-01
-- means: Each row is a change, a proposal or a stop; for a change, the last evaluation of the model concerned that was filed before it.
-- not: An evaluation on file is of a labelled set: read it before you rely on it. A change of a rule file shows as another version at the next start.
-- chart: table
-- parameter without_evaluation: text = no | yes: only changes without an evaluation
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with filed as (
    select sequence, object_id as evaluation_id, day as evaluated_on, details ->> 'model_id' as model_id
    from events
    where act = 'evaluation_filed' and result = 'done'
),
starts as (
    select sequence, details ->> 'model' as model_id from events where act = 'service_started' and details ->> 'model' is not null
),
changes as (
    select e.*, coalesce(e.details ->> 'new_model', s.model_id) as model_id
    from events as e
    asof left join starts as s on e.sequence > s.sequence
    where
        e.act in (
            'configuration_proposed', 'configuration_changed', 'configuration_declined', 'model_changed',
            'search_stopped', 'search_resumed'
        )
        and e.day between coalesce($first_day::date, e.day) and coalesce($last_day::date, e.day)
)
select
    c.happened_at, c.act, c.actor_id as person, c.object_id, c.result, c.rule, c.model_id,
    cast(c.details as varchar) as details, f.evaluation_id, f.evaluated_on
from changes as c
asof left join filed as f on f.model_id = c.model_id and c.sequence > f.sequence
where
    $without_evaluation <> 'yes'
    or (c.act in ('configuration_changed', 'model_changed') and c.result = 'done' and f.evaluation_id is null)
order by c.sequence
