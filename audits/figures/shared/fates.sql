-- One row a request sent for approval: how far it came, each step told once. What is not reached is null, so that the
-- states of one level add up to the state of the level above that leads to it (J-02). Times are UTC; a request belongs
-- to the day on which it was sent. Requests are taken in `$parts` parts, which are put together as `fates`: so that a
-- long log needs no more memory than a short one.
create or replace temp table fates_of_part as
with entries as (
    select
        request_id, sequence, act,
        from_json(details, '{
            "purpose": "VARCHAR", "depicted_sex": "VARCHAR", "depicted_age_band": "VARCHAR", "depicted_race": "VARCHAR",
            "galleries": ["VARCHAR"], "unsuitable": "VARCHAR", "returned": "BIGINT", "selected": "VARCHAR",
            "order": "VARCHAR", "lead": "VARCHAR", "of": "VARCHAR", "withdrawn": "VARCHAR", "charged": "VARCHAR"
        }') as d
    from casework
    where result = 'done' and request_id is not null and hash(request_id) % $parts = $part and act in (
        'request_submitted', 'request_approved', 'approval_refused', 'approval_overdue', 'probe_rejected',
        'search_completed', 'examination_locked', 'verification_locked', 'conflict_opened', 'lead_held_back',
        'lead_issued', 'lead_acknowledged', 'lead_followed_up'
    )
),
told as (
    select
        request_id,
        max(d.purpose) filter (act = 'request_submitted') as purpose,
        max(d.depicted_sex) filter (act = 'request_submitted') as depicted_sex,
        max(d.depicted_age_band) filter (act = 'request_submitted') as depicted_age_band,
        max(d.depicted_race) filter (act = 'request_submitted') as depicted_race,
        arg_max(act, sequence) filter (act in ('request_approved', 'approval_refused')) as decision,
        bool_or(act = 'approval_overdue') as overdue,
        arg_max(d.galleries, sequence) filter (act = 'request_approved') as galleries,
        bool_or(act = 'probe_rejected' and coalesce(d.unsuitable, 'false') = 'true') as unsuitable,
        arg_max(d.returned, sequence) filter (act = 'search_completed') as returned,
        bool_or(act = 'search_completed') as searched,
        arg_max(coalesce(d.selected, 'false') = 'true', -sequence)
            filter (act = 'examination_locked' and coalesce(d.order, 'first') = 'first') as proposed,
        count(*) filter (act in ('examination_locked', 'verification_locked')) as examinations,
        bool_or(act = 'conflict_opened') as differed,
        bool_or(act = 'lead_held_back') as held_back,
        bool_or(act = 'lead_issued' and coalesce(d.lead, 'true') = 'true') as lead,
        bool_or(act = 'lead_issued' and d.lead = 'false') as no_lead,
        bool_or(act = 'lead_acknowledged') as acknowledged,
        arg_max(d.of, sequence) filter (act = 'lead_followed_up' and d.withdrawn is not null) as ended_as,
        coalesce(bool_or(act = 'lead_followed_up' and d.charged = 'true'), false) as charged
    from entries
    group by request_id
),
levels as (
    select
        r.request_id, r.service, r.submitted_at, cast(r.submitted_at as date) as day, r.exigent,
        r.approved_at, r.searched_at, r.examined_at, r.verified_at, r.lead_at,
        coalesce(r.offence_id, 'unknown') as offence_id,
        coalesce(r.source_type, 'unknown') as source_type,
        coalesce(r.role_depicted, 'unknown') as role_depicted,
        coalesce(t.purpose, 'unknown') as purpose,
        coalesce(t.depicted_sex, 'unknown') as depicted_sex,
        coalesce(t.depicted_age_band, 'unknown') as depicted_age_band,
        coalesce(t.depicted_race, 'unknown') as depicted_race,
        coalesce(array_to_string(list_sort(t.galleries), ' + '), r.service, 'unknown')
            as galleries,
        t.charged, t.acknowledged,
        case
            when t.decision = 'request_approved' then 'approved'
            when t.decision = 'approval_refused' then 'declined'
            when t.overdue then 'lapsed'
            when r.exigent and (t.searched or t.unsuitable) then 'urgent_undecided'
            else 'waiting_approval'
        end as request_state,
        t.*exclude (request_id, purpose, depicted_sex, depicted_age_band, depicted_race, charged, acknowledged, galleries)
    from requests as r
    join told as t using (request_id)
),
second as (
    select *,
        case when request_state in ('approved', 'urgent_undecided') then case
            when searched then 'searched' when unsuitable then 'unsuitable' else 'waiting_search'
        end end as search_state
    from levels
),
third as (
    select *,
        case when search_state = 'searched' then if(coalesce(returned, 0) = 0, 'empty_list', 'list') end as list_state,
        case when search_state = 'searched' then case
            when lead or no_lead or held_back or examinations > 0
                then if(coalesce(proposed, lead or held_back), 'candidate_proposed', 'none_proposed')
            else 'waiting_examination'
        end end as first_state
    from second
),
fourth as (
    select *,
        case when first_state in ('candidate_proposed', 'none_proposed') then case
            when differed then 'differed'
            when lead or no_lead or held_back then 'agreed'
            else 'waiting_verification'
        end end as verification_state
    from third
),
fifth as (
    select *,
        case when verification_state in ('differed', 'agreed') then case
            when lead then 'lead' when no_lead then 'no_lead' when held_back then 'held_back' else 'waiting_third'
        end end as result_state
    from fourth
)
select *,
    case when result_state = 'lead' then case
        when ended_as is not null then ended_as
        when acknowledged then 'being_followed'
        else 'not_read'
    end end as lead_state,
    case
        when search_state is distinct from 'searched' then 'not_searched'
        when result_state is not distinct from 'lead' then 'lead'
        else 'searched_no_lead'
    end as outcome
from fifth;
