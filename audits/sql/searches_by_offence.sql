-- Searches by offence
-- How many searches were made for each offence, and how many led to a lead being given?
-- answers: requirements section 5, items 5 and 13; A-02
-- means: Each row counts requests and searches for one offence, and how many led to a lead.
-- not: A lead is no identification.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    coalesce(r.offence_id, 'unknown') as offence_id,
    count(distinct s.request_id) as requests,
    count(distinct s.request_id) filter (s.request_id in (select request_id from requests_with_lead)) as given,
    count(*) as searches
from searches as s
left join requests as r using (request_id)
where s.day between coalesce($first_day::date, s.day) and coalesce($last_day::date, s.day)
group by 1
order by searches desc, offence_id
