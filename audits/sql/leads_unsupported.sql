-- Leads that lack something
-- Which leads have no independent fact, no check against them, no outcome, or are over?
-- item: 15
-- answers: requirements section 5, item 15; E-05, E-09, E-11, E-12
-- means: Each row is a lead that is older than the days given, with what its record lacks, and whether its days ran out without a follow-up.
-- not: What was done and not recorded is not seen. A lead that was withdrawn is not listed.
-- chart: table
-- parameter days: integer = 30 | days after which a lead must be followed up
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with issued as (
    select
        details ->> 'lead_id' as lead_id, request_id, case_id, service, day as issued_on,
        cast(details ->> 'valid_days' as integer) as valid_days
    from casework
    where act = 'lead_issued' and result = 'done' and details ->> 'lead_id' is not null
),
facts as (
    select
        object_id as lead_id,
        bool_or(details ->> 'kind' = 'corroboration') as corroborated,
        bool_or(details ->> 'kind' = 'check') as checked,
        bool_or(details ->> 'kind' = 'outcome') as ended,
        max(coalesce(cast(details ->> 'valid_until' as date), null)) as valid_until
    from casework
    where act = 'lead_followed_up' and result = 'done'
    group by object_id
),
withdrawn as (
    select details ->> 'lead_id' as lead_id from casework where act = 'lead_withdrawn' and result = 'done'
),
clock as (select coalesce($today::date, max(day)) as today from events),
judged as (
    select
        i.*, clock.today - i.issued_on as days_old, coalesce(f.corroborated, false) as corroborated,
        coalesce(f.checked, false) as checked, coalesce(f.ended, false) as ended,
        not coalesce(f.ended, false) and clock.today > coalesce(f.valid_until, i.issued_on + i.valid_days) as expired
    from issued as i
    cross join clock
    left join facts as f using (lead_id)
)
select lead_id, request_id, case_id, service, issued_on, days_old, corroborated, checked, ended, coalesce(expired, false) as expired
from judged
where
    days_old > $days and not (corroborated and checked and ended)
    and lead_id not in (select lead_id from withdrawn)
    and issued_on between coalesce($first_day::date, issued_on) and coalesce($last_day::date, issued_on)
order by issued_on, lead_id
