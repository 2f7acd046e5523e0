-- title: Disclosure to the Crown and the defence
-- title fr: Divulgation à la Couronne et à la défense
-- definition: Entries of the period, counted by act, and whether it was done or refused.
-- definition fr: Inscriptions de la période, dénombrées par acte, et selon qu'il a été fait ou refusé.
-- population: disclosure
-- section: 14
-- kind: count
-- counts: people
-- version: 1
-- since: 2026-11-01
select act, result, count(*) as entries
from events
where act in ('disclosure_recorded', 'pack_built')
    and result <> 'failed' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
group by all
order by all
