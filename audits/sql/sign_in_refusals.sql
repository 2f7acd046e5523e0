-- Refused sign-ins
-- From which workstations and for which accounts were sign-ins refused, and by which limit?
-- answers: requirements section 5, items 2 and 24; I-03
-- means: Each row counts refused sign-ins of one account at one workstation, by rule.
-- not: A mistyped password is the usual reason.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    coalesce(actor_id, 'unknown account') as account, coalesce(workstation, '–') as workstation, coalesce(rule, '–') as rule,
    min(happened_at) as first_at, max(happened_at) as last_at, count(*) as refusals
from events
where (act = 'sign_in_refused' or (act = 'signed_in' and result = 'refused')) and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by refusals desc, account, workstation, rule
