-- Searches that resemble staff
-- Which searches were laid before compliance because they may concern somebody's own circle, and which are improper or not answered?
-- item: 3
-- answers: requirements section 5, item 3; B-11
-- means: Each row is a finding of a check of searches against consenting staff, or one drawn by chance, that compliance called improper or has not answered within the days given.
-- not: Only staff who gave a picture are compared. The log knows no families, addresses or public figures: a search of such a person shows only if it was drawn by chance or refused. A finding is a question, not a wrong.
-- chart: table
-- parameter days: integer = 30 | days within which a finding must be answered
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with raised as (
    select unnest(cast(details -> 'finding_ids' as varchar[])) as finding_id, object_id as check_id, happened_at, day
    from events
    where act = 'staff_checked' and result = 'done' and details ->> 'finding_ids' is not null
),
answered as (
    select object_id as finding_id, happened_at, actor_id, (details ->> 'proper') = 'true' as proper,
        details ->> 'search_id' as search_id
    from events
    where act = 'staff_finding_answered' and result = 'done'
),
clock as (select coalesce($today::date, max(day)) as today from events)
select
    r.finding_id, r.check_id, r.happened_at as raised_at, a.happened_at as answered_at, a.actor_id as answered_by,
    if(a.proper is null, 'not answered', 'improper') as outcome, a.search_id
from raised as r
cross join clock
left join answered as a using (finding_id)
where
    r.day between coalesce($first_day::date, r.day) and coalesce($last_day::date, r.day)
    and (a.proper = false or (a.proper is null and clock.today - r.day > $days))
order by raised_at, finding_id
