-- Leads before a warrant or charge
-- In which cases did a lead precede an arrest warrant or a charge?
-- answers: E-20
-- means: Each row is a warrant or a charge recorded on or after the day of a lead.
-- not: That a step came after a lead does not say that it came of it.
-- chart: table
-- parameter first_day: date | first day of the step, UTC; every day when left out
-- parameter last_day: date | last day of the step, UTC
with leads as (
    select details ->> 'lead_id' as lead_id, day as issued_on
    from casework
    where act = 'lead_issued' and result = 'done' and details ->> 'lead_id' is not null
),
steps as (
    select
        case_id, request_id, service, object_id as lead_id, details ->> 'of' as step,
        coalesce(cast(details ->> 'taken_on' as date), day) as taken_on
    from casework
    where
        act = 'lead_followed_up' and result = 'done'
        and ((details ->> 'warrant') = 'true' or (details ->> 'charged') = 'true')
)
select steps.case_id, steps.request_id, steps.service, steps.lead_id, leads.issued_on, steps.step, steps.taken_on
from steps
join leads using (lead_id)
where
    steps.taken_on >= leads.issued_on
    and steps.taken_on between coalesce($first_day::date, steps.taken_on) and coalesce($last_day::date, steps.taken_on)
order by steps.taken_on, steps.case_id, steps.step
