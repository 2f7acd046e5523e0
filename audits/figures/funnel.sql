-- title: From request to outcome
-- title fr: De la demande au résultat
-- definition: Every request sent for approval in the period, counted once, in the one final or open state in which it stood at the end of the log.
-- definition fr: Chaque demande envoyée pour approbation pendant la période, comptée une fois, dans le seul état, final ou ouvert, où elle se trouvait à la fin du journal.
-- population: requests
-- section: 4
-- kind: funnel
-- counts: people
-- version: 1
-- since: 2026-11-01
select
    outcome,
    coalesce(lead_state, result_state, verification_state, first_state, search_state, request_state) as state,
    count(*) as requests
from fates where day between $first_day::date and $last_day::date
group by all
order by all
