-- Leads without an outcome
-- Which leads are older than the limit and have no outcome recorded?
-- answers: E-12
-- means: Each row is a lead older than the days given without an outcome recorded.
-- not: What was done and not recorded is not seen.
-- chart: table
-- parameter days: integer = 90 | days after which a lead must have an outcome
-- parameter first_day: date | first day of issue, UTC; every day when left out
-- parameter last_day: date | last day of issue, UTC
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
with leads as (
    select details ->> 'lead_id' as lead_id, request_id, case_id, service, day as issued_on
    from casework
    where act = 'lead_issued' and result = 'done' and details ->> 'lead_id' is not null
),
outcomes as (
    select distinct object_id as lead_id
    from casework
    where act = 'lead_followed_up' and result = 'done' and details ->> 'kind' = 'outcome'
),
clock as (select coalesce($today::date, max(day)) as today from events)
select leads.lead_id, leads.request_id, leads.case_id, leads.service, leads.issued_on, today - issued_on as days_old
from leads
cross join clock
where
    leads.lead_id not in (select lead_id from outcomes)
    and today - issued_on >= $days
    and issued_on between coalesce($first_day::date, issued_on) and coalesce($last_day::date, issued_on)
order by issued_on, lead_id
