-- Leads by quality of the picture
-- What share of searches led to a lead, for edited, poor and other pictures?
-- answers: requirements section 5, items 9 and 13; A-18
-- means: Each row counts the searches of one kind of picture and those that led to a lead.
-- not: A low share for poor pictures is expected. Few searches make a share that says little.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with searched as (
    select
        details ->> 'derived_sha256' is not null as edited,
        coalesce(request_id in (select request_id from poor_pictures), false) as poor,
        request_id in (select request_id from requests_with_lead) as lead
    from casework
    where act = 'search_completed' and result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
)
select
    case when edited and poor then 'edited and poor' when poor then 'poor' when edited then 'edited' else 'neither' end as picture_kind,
    count(*) as searches,
    count(*) filter (lead) as leads,
    round(count(*) filter (lead) / count(*), 3) as share_lead
from searched
group by picture_kind
order by picture_kind
