-- title: Time from step to step
-- title fr: Temps d'une étape à l'autre
-- definition: Median and 90th percentile (nearest value that is not smaller) of whole minutes between two steps, of requests sent in the period that reached both: submission to approval, submission to search, search to first decision, first decision to verification, submission to lead or no lead. Not told of fewer requests than the suppression rule asks.
-- definition fr: Médiane et 90e centile (valeur la plus proche qui n'est pas inférieure) des minutes entières entre deux étapes, pour les demandes envoyées pendant la période qui ont atteint les deux : envoi à approbation, envoi à recherche, recherche à première décision, première décision à vérification, envoi à piste ou absence de piste. Non communiqué pour moins de demandes que la règle n'exige.
-- population: times
-- section: 7
-- kind: time
-- counts: people
-- version: 1
-- since: 2026-11-01
with steps as (
    select 0 as place, 'approval' as step, floor(epoch(approved_at - submitted_at) / 60) as minutes from fates
    where submitted_at is not null and approved_at is not null and approved_at >= submitted_at and day between $first_day::date and $last_day::date
    union all
    select 1 as place, 'search' as step, floor(epoch(searched_at - submitted_at) / 60) as minutes from fates
    where submitted_at is not null and searched_at is not null and searched_at >= submitted_at and day between $first_day::date and $last_day::date
    union all
    select 2 as place, 'first_decision' as step, floor(epoch(examined_at - searched_at) / 60) as minutes from fates
    where searched_at is not null and examined_at is not null and examined_at >= searched_at and day between $first_day::date and $last_day::date
    union all
    select 3 as place, 'verification' as step, floor(epoch(verified_at - examined_at) / 60) as minutes from fates
    where examined_at is not null and verified_at is not null and verified_at >= examined_at and day between $first_day::date and $last_day::date
    union all
    select 4 as place, 'lead_or_no_lead' as step, floor(epoch(lead_at - submitted_at) / 60) as minutes from fates
    where submitted_at is not null and lead_at is not null and lead_at >= submitted_at and day between $first_day::date and $last_day::date
)
select step, count(*) as requests, quantile_disc(minutes, 0.5) as median, quantile_disc(minutes, 0.9) as ninetieth
from steps
group by place, step
order by place
