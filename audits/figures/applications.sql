-- title: Requests from the public
-- title fr: Demandes du public
-- definition: Applications of people for access, correction or removal that were received or answered in the period, by kind and by outcome.
-- definition fr: Demandes d'accès, de correction ou de retrait reçues ou répondues pendant la période, par type et par issue.
-- population: applications
-- section: 12
-- kind: count
-- counts: people
-- version: 1
-- since: 2026-11-01
select coalesce(details ->> 'kind', 'unknown') as kind,
    if(act = 'application_received', 'received', coalesce(details ->> 'outcome', 'answered')) as step,
    count(*) as applications
from events
where act in ('application_received', 'application_decided') and result = 'done' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
group by all
order by all
