-- One row a request sent for approval in the period: how far it came, each step told once. What is not reached is null,
-- so that the states of one level add up to the state of the level above that leads to it (J-02). Times are UTC; a
-- request belongs to the day on which it was sent. What its entries tell is in `requests`, made by `request_progress`.
create or replace temp table fates as
with levels as (
    select
        request_id, service, submitted_at, cast(submitted_at as date) as day, exigent,
        approved_at, searched_at, examined_at, verified_at, lead_at,
        coalesce(offence_id, 'unknown') as offence_id,
        coalesce(source_type, 'unknown') as source_type,
        coalesce(role_depicted, 'unknown') as role_depicted,
        coalesce(purpose, 'unknown') as purpose,
        coalesce(depicted_sex, 'unknown') as depicted_sex,
        coalesce(depicted_age_band, 'unknown') as depicted_age_band,
        coalesce(depicted_race, 'unknown') as depicted_race,
        coalesce(galleries, service, 'unknown') as galleries,
        searched_at is not null as searched,
        conflict_at is not null as differed,
        acknowledged_at is not null as acknowledged,
        unsuitable, returned, proposed, examinations, held_back, lead, no_lead, ended_as, charged,
        case
            when decision = 'request_approved' then 'approved'
            when decision = 'approval_refused' then 'declined'
            when overdue then 'lapsed'
            when exigent and (searched or unsuitable) then 'urgent_undecided'
            else 'waiting_approval'
        end as request_state
    from requests
    where cast(submitted_at as date) between $first_day::date and $last_day::date
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
