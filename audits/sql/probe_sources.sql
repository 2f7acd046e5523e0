-- Sources of probes
-- Where did the pictures searched come from, which sources were refused, and what is the share of posts that were supplied?
-- item: 8
-- answers: requirements section 5, item 8; A-04 to A-06
-- means: Each row counts the requests of one kind of source that were sent, and those that were refused, with their shares.
-- not: The source is what the requester declared.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with counted as (
    select
        coalesce(details ->> 'source_type', 'unknown') as source_type,
        count(*) filter (act = 'request_submitted' and result = 'done') as submitted,
        count(*) filter (act = 'request_refused' or result = 'refused') as refused,
        count(*) filter (rule = 'A-05' and result = 'refused') as prohibited
    from events
    where act in ('request_submitted', 'request_refused') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
    group by 1
)
select
    source_type, refused, prohibited, round(submitted / nullif(sum(submitted) over (), 0), 4) as share_of_submitted, submitted
from counted
order by submitted desc, refused desc, source_type
