-- Searches by service
-- How many searches did each service make, how many of them went over galleries of others, and how often was its own gallery searched by others?
-- answers: requirements G-05, G-11; a search over several galleries counts once, for the service that made it
-- means: Each row counts one service's searches, those over other galleries, and those of others over its own.
-- not: The last row counts a search over several galleries once.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with
    within as (
        select
            coalesce(service, 'unknown') as service,
            coalesce(details ->> 'search_id', cast(sequence as varchar)) as search_id,
            act,
            details ->> 'owner' as owner
        from casework
        where act in ('search_completed', 'partner_gallery_searched') and result = 'done'
          and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
    ),
    made as (select distinct service, search_id from within where act = 'search_completed'),
    shared as (select distinct service, search_id, owner from within where act = 'partner_gallery_searched'),
    services as (select service from made union select owner from shared),
    rows as (
        select
            s.service,
            (select count(*) from made as m where m.service = s.service) as searches,
            (select count(distinct search_id) from shared as p where p.service = s.service) as over_partners,
            (select count(*) from shared as p where p.owner = s.service) as by_partners
        from services as s
    )
select service, searches, over_partners, by_partners from rows
union all
select 'all together', count(*), (select count(distinct search_id) from shared), (select count(*) from shared) from made
order by service = 'all together', service
