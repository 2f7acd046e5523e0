-- Proficiency and suspended rights
-- Whose yearly proof of proficiency was assessed, with what verdict, and whose rights were suspended or restored?
-- answers: requirements section 5, item 12; H-04
-- means: Each row is a verdict on a person's external test and known tasks, or a suspension or restoration of rights, with how many cases are looked at again.
-- not: A verdict is of a test and few tasks. A suspension for want of a test in time says nothing of skill.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    happened_at, act, object_id as person, coalesce(details ->> 'verdict', details ->> 'because') as verdict,
    cast(details ->> 'tasks' as bigint) as tasks, cast(details ->> 'cases' as bigint) as cases_again
from events
where
    act in ('proficiency_recorded', 'rights_suspended', 'rights_restored') and result = 'done'
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
