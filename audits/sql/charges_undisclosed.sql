-- Charges without a disclosure
-- In which cases was a charge recorded after a lead, and no disclosure of the search?
-- answers: E-17
-- means: Each row is a case with a charge recorded after a lead and no disclosure recorded.
-- not: A disclosure that was made and not recorded is not seen.
-- chart: table
-- parameter first_day: date | first day on which the charge was recorded, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with charged as (
    select case_id, min(service) as service, min(day) as charge_recorded_on, count(distinct object_id) as leads
    from casework
    where
        act = 'lead_followed_up' and result = 'done' and (details ->> 'charged') = 'true' and case_id is not null
    group by case_id
),
disclosed as (
    select distinct case_id
    from casework
    where act = 'disclosure_recorded' and result = 'done'
)
select case_id, service, charge_recorded_on, leads
from charged
where
    case_id not in (select case_id from disclosed)
    and charge_recorded_on between
        coalesce($first_day::date, charge_recorded_on) and coalesce($last_day::date, charge_recorded_on)
order by charge_recorded_on, case_id
