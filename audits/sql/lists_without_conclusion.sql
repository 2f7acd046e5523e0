-- Candidate lists without a conclusion
-- Which candidate lists were opened and no examination of them was locked?
-- item: 10
-- answers: requirements section 5, item 10; C-04
-- means: Each row is a candidate list that one person opened and of which that person locked no examination.
-- not: Work under way is listed too: look at when it was first opened.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    v.request_id, min(v.case_id) as case_id, v.actor_id as person,
    min(v.happened_at) as first_viewed_at, count(*) as times_viewed
from casework as v
where
    v.act = 'list_viewed' and v.result = 'done' and v.day between coalesce($first_day::date, v.day) and coalesce($last_day::date, v.day)
    and not exists (select 1 from examinations as e where e.request_id = v.request_id and e.actor_id = v.actor_id)
group by v.request_id, v.actor_id
order by first_viewed_at
