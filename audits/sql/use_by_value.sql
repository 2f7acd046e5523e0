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
    watched (act, kind, detail) as (
        values
            ('request_submitted', 'purpose.offences', 'offence_id'),
            ('request_submitted', 'purpose.purposes', 'purpose'),
            ('request_submitted', 'purpose.depicted_roles', 'role_depicted'),
            ('request_submitted', 'source.types', 'source_type'),
            ('request_submitted', 'source.authorities', 'source_authority'),
            ('search_completed', 'threshold.min_score', 'threshold'),
            ('search_completed', 'list.max_candidates', 'list_length'),
            ('search_completed', 'model.id', 'model_id'),
            ('partner_gallery_searched', 'partner.agreements', 'owner')
    ),
    told as (
        select w.sequence, w.service, e.kind, w.details ->> e.detail as used
        from within as w
        join watched as e using (act)
    )
select service, kind, used, count(*) as times, min(sequence) as first_sequence, max(sequence) as last_sequence
from told
where used is not null and used <> ''
group by all
order by service, kind, used
