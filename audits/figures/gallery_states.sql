-- title: The gallery at the end of the period
-- title fr: La galerie à la fin de la période
-- definition: Pictures by state and ground, and other counts of the gallery, as the service told them from its records in the last entry of the period; none when it told none.
-- definition fr: Images par état et motif, et autres dénombrements de la galerie, tels que le service les a tirés de ses dossiers dans la dernière inscription de la période; aucun s'il n'en a fait aucune.
-- population: gallery
-- section: 11
-- kind: groups
-- counts: people
-- version: 1
-- since: 2026-11-01
with last as (
    select details from events where act = 'gallery_told' and result = 'done' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned) order by sequence desc limit 1
),
told as (select unnest(json_keys(details)) as key, details from last)
select regexp_extract(key, '^(states|grounds|ages|youth|subjects|destruction)_', 1) as kind,
    regexp_replace(key, '^(states|grounds|ages|youth|subjects|destruction)_', '') as value,
    cast(details ->> key as bigint) as number
from told
where regexp_matches(key, '^(states|grounds|ages|youth|subjects|destruction)_')
order by all
