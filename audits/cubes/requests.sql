-- Requests of closed quarters as analysts may count them. How far each came is read as of `settle_days` days after the
-- end of its quarter, so that a quarter never changes once it was told. Days are those of UTC.
with submitted as (
    select
        r.*,
        date_trunc('quarter', r.submitted_at) as quarter_start,
        date_trunc('quarter', r.submitted_at) + interval 3 month + to_days($settle_days::integer) as until
    from requests as r
    where r.submitted_at < $before::date
)
select
    strftime(s.submitted_at, '%Y') || '-Q' || quarter(s.submitted_at) as quarter,
    coalesce(s.service, 'unknown') as service,
    strftime(s.submitted_at, '%Y-%m') as month,
    coalesce(s.offence_id, 'unknown') as offence,
    case
        when s.lead_at < s.until then 'outcome_given'
        when s.unsuitable_at < s.until then 'unsuitable'
        when s.declined_at < s.until then 'declined'
        when s.verified_at < s.until then 'verified'
        when s.examined_at < s.until then 'examined'
        when s.searched_at < s.until then 'searched'
        when s.approved_at < s.until then 'approved'
        else 'submitted'
    end as stage,
    coalesce(s.source_type, 'unknown') as source,
    coalesce(s.depicted_sex, 'unknown') as sex,
    coalesce(s.depicted_age_band, 'unknown') as age,
    coalesce(s.depicted_race, 'unknown') as group_depicted
from submitted as s
order by s.submitted_at, s.request_id
