-- Use by value
-- With which values was searching really done: offences, sources, purposes, groups of depicted people, bounds, models and partners?
-- answers: requirement K-10; what an assessment is compared with
-- means: Each row counts the requests or searches of one service with one value, with the first and the last entry of the log.
-- not: It does not say whether a value was allowed; the annual review of use does.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with
    within as (
        select sequence, act, service, details
        from casework
        where act in ('request_submitted', 'search_completed', 'partner_gallery_searched') and result = 'done'
          and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
    ),
    told as (
        select sequence, service, 'purpose.offences' as kind, details ->> 'offence_id' as used
        from within where act = 'request_submitted'
        union all
        select sequence, service, 'purpose.purposes', details ->> 'purpose'
        from within where act = 'request_submitted'
        union all
        select sequence, service, 'purpose.depicted_roles', details ->> 'role_depicted'
        from within where act = 'request_submitted'
        union all
        select sequence, service, 'source.types', details ->> 'source_type'
        from within where act = 'request_submitted'
        union all
        select sequence, service, 'source.authorities', details ->> 'source_authority'
        from within where act = 'request_submitted'
        union all
        select sequence, service, 'threshold.min_score', details ->> 'threshold'
        from within where act = 'search_completed'
        union all
        select sequence, service, 'list.max_candidates', details ->> 'list_length'
        from within where act = 'search_completed'
        union all
        select sequence, service, 'model.id', details ->> 'model_id'
        from within where act = 'search_completed'
        union all
        select sequence, service, 'partner.agreements', details ->> 'owner'
        from within where act = 'partner_gallery_searched'
    )
select service, kind, used, count(*) as times, min(sequence) as first_sequence, max(sequence) as last_sequence
from told
where used is not null and used <> ''
group by all
order by service, kind, used
