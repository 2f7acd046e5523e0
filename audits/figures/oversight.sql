-- title: Audits of the log, rule changes and stops
-- title fr: Vérifications du journal, changements de règles et arrêts
-- definition: Entries of the period, counted by act, and whether it was done or refused.
-- definition fr: Inscriptions de la période, dénombrées par acte, et selon qu'il a été fait ou refusé.
-- population: oversight
-- section: 16
-- kind: count
-- counts: acts
-- version: 1
-- since: 2026-11-01
select act, result, count(*) as entries
from events
where act in ('log_verified', 'question_asked', 'log_gap', 'configuration_changed', 'model_changed', 'search_stopped', 'search_resumed', 'staff_checked', 'evaluation_filed')
    and result <> 'failed' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
group by all
order by all
