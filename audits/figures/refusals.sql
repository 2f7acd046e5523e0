-- title: Requests refused before approval, by rule
-- title fr: Demandes refusées avant l'approbation, par règle
-- definition: Entries of the period in which sending a request, or its picture, was refused by a rule. Requests that an approver declined and pictures found unsuitable are states of the funnel.
-- definition fr: Inscriptions de la période où l'envoi d'une demande, ou son image, a été refusé par une règle. Les demandes déclinées et les images inadéquates sont des états de l'entonnoir.
-- population: refusals
-- section: 6
-- kind: count
-- counts: people
-- version: 1
-- since: 2026-11-01
select act, coalesce(rule, 'unknown') as rule, count(*) as entries
from events
where (act = 'request_refused' or (act in ('request_submitted', 'probe_received', 'face_chosen') and result = 'refused'))
    and result <> 'failed' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
group by all
order by all
