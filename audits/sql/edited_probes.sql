-- Edited and poor pictures
-- Which searches were made with an edited or a poor picture, with which operations, and did a lead come of them?
-- item: 9
-- answers: requirements section 5, item 9; A-14, A-18
-- means: Each row is a search of an edited picture, or of one that carries the caution line for poor pictures, with its operations in order.
-- not: An edit is no fault: each is recorded and can be made again. Poor means below the dated limits of quality; it does not say that a candidate is wrong.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with poor as (
    select request_id, bool_or((details ->> 'low_quality') = 'true') as low_quality
    from casework
    where act = 'analysis_locked' and result = 'done'
    group by request_id
),
leads as (
    select distinct request_id from casework where act = 'lead_issued' and result = 'done' and (details ->> 'lead') = 'true'
)
select
    e.request_id, e.case_id, e.happened_at as searched_at, e.actor_id as examiner,
    coalesce(array_to_string(cast(e.details -> 'operations' as varchar[]), ', '), if(e.details ->> 'derived_sha256' is null, '', 'not told'))
        as operations,
    coalesce(p.low_quality, false) as low_quality,
    e.request_id in (select request_id from leads) as lead
from casework as e
left join poor as p using (request_id)
where
    e.act = 'search_completed' and e.result = 'done' and e.day between coalesce($first_day::date, e.day) and coalesce($last_day::date, e.day)
    and (e.details ->> 'derived_sha256' is not null or coalesce(p.low_quality, false))
order by searched_at, e.request_id
