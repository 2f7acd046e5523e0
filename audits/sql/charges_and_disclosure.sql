-- Charges, warrants and disclosure
-- In which cases did a warrant or a charge follow a lead, and was the use of face recognition disclosed, and when?
-- item: 17
-- answers: requirements section 5, item 17; E-17, E-20
-- means: Each row is a case in which a warrant or a charge was recorded on or after the day of a lead, with the first disclosure recorded and the days between.
-- not: A disclosure that was made and not recorded is not seen. That a step came after a lead does not say that it came of it.
-- chart: table
-- parameter open: text = no | yes: only cases without a disclosure
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with leads as (
    select details ->> 'lead_id' as lead_id, day as issued_on
    from casework
    where act = 'lead_issued' and result = 'done' and details ->> 'lead_id' is not null
),
steps as (
    select
        c.case_id, min(c.service) as service, min(l.issued_on) as lead_on,
        min(coalesce(cast(c.details ->> 'taken_on' as date), c.day)) as step_on,
        bool_or((c.details ->> 'warrant') = 'true') as warrant, bool_or((c.details ->> 'charged') = 'true') as charged
    from casework as c
    join leads as l on l.lead_id = c.object_id
    where
        c.act = 'lead_followed_up' and c.result = 'done' and c.case_id is not null
        and ((c.details ->> 'warrant') = 'true' or (c.details ->> 'charged') = 'true')
        and coalesce(cast(c.details ->> 'taken_on' as date), c.day) >= l.issued_on
    group by c.case_id
),
disclosed as (
    select case_id, min(coalesce(cast(details ->> 'disclosed_on' as date), day)) as disclosed_on
    from casework
    where act = 'disclosure_recorded' and result = 'done'
    group by case_id
)
select
    s.case_id, s.service, s.lead_on, s.step_on, s.warrant, s.charged, d.disclosed_on, d.disclosed_on - s.step_on as days
from steps as s
left join disclosed as d using (case_id)
where
    ($open <> 'yes' or d.disclosed_on is null)
    and s.step_on between coalesce($first_day::date, s.step_on) and coalesce($last_day::date, s.step_on)
order by s.step_on, s.case_id
