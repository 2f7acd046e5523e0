-- Sources of probes
-- Where did the pictures searched come from, and which sources were refused?
-- answers: requirements section 5, item 8; A-04 to A-06
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    coalesce(details ->> 'source_type', 'unknown') as source_type,
    count(*) filter (act = 'request_submitted' and result = 'done') as submitted,
    count(*) filter (act = 'request_refused' or result = 'refused') as refused
from events
where act in ('request_submitted', 'request_refused') and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by 1
order by submitted desc, refused desc, source_type
