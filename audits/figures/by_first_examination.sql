-- title: First examination
-- title fr: Premier examen
-- definition: Requests sent for approval in the period by what the first examiner concluded, and by how far each had come at the end of the log: not searched, searched without a lead so far, lead. A code that was not recorded is unknown and stays in every total.
-- definition fr: Demandes envoyées pour approbation pendant la période selon conclusion de la première personne qui examine, et selon l'étape atteinte à la fin du journal : non cherchée, cherchée sans piste à ce jour, piste. Un code qui n'a pas été inscrit est « unknown » et compte dans chaque total.
-- population: requests
-- section: 8
-- kind: outcome
-- counts: people
-- version: 1
-- since: 2026-11-01
select coalesce(first_state, 'not_reached') as value, outcome, count(*) as requests
from fates where day between $first_day::date and $last_day::date
group by all
order by all
