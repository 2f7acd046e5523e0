-- Outcomes of searches
-- What share of searches gave an empty list, candidates, and a lead, by offence, person, service or quality?
-- item: 13
-- answers: requirements section 5, item 13; J-03
-- means: Each row counts the searches of one value, those that gave an empty list, those that listed somebody, and those that led to a lead.
-- not: A share is of searches, not of people, and says nothing of who did something. Few searches make a share that says little.
-- chart: bar
-- parameter by: text = offence | offence, requester, examiner, service or quality
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with made as (
    select
        case $by
            when 'offence' then r.offence_id
            when 'requester' then r.requester_id
            when 'examiner' then s.actor_id
            when 'service' then s.service
            when 'quality' then if(s.request_id in (select request_id from poor_pictures), 'poor', 'sufficient')
        end as value,
        s.returned, s.request_id in (select request_id from requests_with_lead) as lead
    from searches as s
    left join requests as r using (request_id)
    where s.day between coalesce($first_day::date, s.day) and coalesce($last_day::date, s.day)
)
select
    coalesce(value, 'not told') as value,
    count(*) filter (returned = 0) as empty,
    count(*) filter (returned > 0) as listed,
    count(*) filter (lead) as leads,
    round(count(*) filter (returned = 0) / count(*), 3) as share_empty,
    round(count(*) filter (lead) / count(*), 3) as share_lead,
    count(*) as searches
from made
group by 1
order by searches desc, 1
