-- Edited and poor pictures
-- Which searches were made with an edited or a poor picture, with which operations, and did a lead come of them?
-- item: 9
-- answers: requirements section 5, item 9; A-14, A-18
-- means: Each row is a search of an edited picture, or of one that carries the caution line for poor pictures, with its operations in order.
-- not: An edit is no fault: each is recorded and can be made again. Poor means below the dated limits of quality; it does not say that a candidate is wrong.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with told as (
    select *, coalesce(request_id in (select request_id from poor_pictures), false) as low_quality
    from casework
    where act = 'search_completed' and result = 'done'
)
select
    e.request_id, e.case_id, e.happened_at as searched_at, e.actor_id as examiner,
    coalesce(array_to_string(cast(e.details -> 'operations' as varchar[]), ', '), if(e.details ->> 'derived_sha256' is null, '', 'not told'))
        as operations,
    e.low_quality,
    e.request_id in (select request_id from requests_with_lead) as lead
from told as e
where
    e.day between coalesce($first_day::date, e.day) and coalesce($last_day::date, e.day)
    and (e.details ->> 'derived_sha256' is not null or e.low_quality)
order by searched_at, e.request_id
