-- title: Additions to and removals from the gallery
-- title fr: Ajouts et retraits de la galerie
-- definition: Entries of the period: pictures taken in, pictures refused, and lineages destroyed (each with every copy).
-- definition fr: Inscriptions de la période : images ajoutées, images refusées, lignées détruites (chacune avec toutes ses copies).
-- population: gallery_changes
-- section: 11
-- kind: count
-- counts: people
-- version: 1
-- since: 2026-11-01
select change, sum(number)::bigint as number
from (
    select 'picture_added' as change, count(*) as number from events
    where act = 'picture_enrolled' and result = 'done' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
    union all
    select 'picture_refused', count(*) from events where act = 'picture_refused' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
    union all
    select 'lineage_destroyed', coalesce(sum(coalesce(cast(details ->> 'removed' as bigint), 1)), 0) from events
    where act = 'lineage_destroyed' and result = 'done' and day between $first_day::date and $last_day::date and sequence not in (select sequence from abandoned)
)
where number > 0
group by all
order by all
