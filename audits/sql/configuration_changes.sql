-- Changes of rules and models
-- Which rules, thresholds or models were changed, and by whom?
-- answers: requirements section 5, item 22
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select happened_at, act, actor_id as person, object_id, result, rule, cast(details as varchar) as details
from events
where act in ('configuration_proposed', 'configuration_changed', 'model_changed', 'search_stopped', 'search_resumed') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
