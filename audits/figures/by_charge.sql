-- title: Charges after a lead
-- title fr: Accusations après une piste
-- definition: Requests sent for approval in the period by whether a lead of the request was closed with a charge; convictions are not recorded, and by how far each had come at the end of the log: not searched, searched without a lead so far, lead. A code that was not recorded is unknown and stays in every total.
-- definition fr: Demandes envoyées pour approbation pendant la période selon si une piste de la demande s'est close par une accusation; les condamnations ne sont pas inscrites, et selon l'étape atteinte à la fin du journal : non cherchée, cherchée sans piste à ce jour, piste. Un code qui n'a pas été inscrit est « unknown » et compte dans chaque total.
-- population: requests
-- section: 7
-- kind: outcome
-- counts: people
-- version: 1
-- since: 2026-11-01
select if(charged, 'charge_recorded', 'no_charge_recorded') as value, outcome, count(*) as requests
from fates where day between $first_day::date and $last_day::date
group by all
order by all
