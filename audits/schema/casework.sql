-- Which request each entry about casework belongs to, and what the entries tell of each request.

-- Entries about casework with the request that they belong to: named in the entry, or its object, or its case's only one.
-- Known tasks are no casework and have no part in any count of it (D-11).
create view casework as
select
    coalesce(e.request_named, named.request_id, alone.request_id) as request_id,
    e.* exclude (request_named, known_task, abandoned_sequence)
from events as e
left join known_requests as named on named.request_id = e.object_id
left join only_requests as alone on alone.case_id = e.case_id
where not e.known_task and not exists (select 1 from abandoned as a where a.sequence = e.sequence);

-- What was done about each request, with what the entries of acts that bring it further tell of it.
create view request_steps as
select
    request_id, sequence, happened_at, act, case_id, service, actor_id,
    case when act in (
        'request_submitted', 'request_approved', 'probe_rejected', 'search_completed', 'examination_locked',
        'lead_issued', 'lead_followed_up'
    ) then from_json(details, '{
        "offence_id": "VARCHAR", "source_type": "VARCHAR", "role_depicted": "VARCHAR", "exigent": "VARCHAR",
        "purpose": "VARCHAR", "depicted_sex": "VARCHAR", "depicted_age_band": "VARCHAR", "depicted_race": "VARCHAR",
        "galleries": ["VARCHAR"], "unsuitable": "VARCHAR", "returned": "BIGINT", "selected": "VARCHAR",
        "order": "VARCHAR", "lead": "VARCHAR", "of": "VARCHAR", "withdrawn": "VARCHAR", "charged": "VARCHAR"
    }') end as told
from casework
where request_id is not null and result = 'done';

-- One row a request: who, what for, when it first reached each stage, and what was found and decided on the way.
create view request_progress as
select
    request_id,
    min(case_id) as case_id,
    min(service) as service,
    max(actor_id) filter (act = 'request_submitted') as requester_id,
    max(told.offence_id) filter (act = 'request_submitted') as offence_id,
    max(told.source_type) filter (act = 'request_submitted') as source_type,
    max(told.role_depicted) filter (act = 'request_submitted') as role_depicted,
    max(told.purpose) filter (act = 'request_submitted') as purpose,
    max(told.depicted_sex) filter (act = 'request_submitted') as depicted_sex,
    max(told.depicted_age_band) filter (act = 'request_submitted') as depicted_age_band,
    max(told.depicted_race) filter (act = 'request_submitted') as depicted_race,
    coalesce(bool_or(told.exigent = 'true') filter (act = 'request_submitted'), false) as exigent,
    max(actor_id) filter (act in ('request_approved', 'approval_refused')) as approver_id,
    min(happened_at) filter (act = 'request_drafted') as drafted_at,
    min(happened_at) filter (act = 'request_submitted') as submitted_at,
    min(happened_at) filter (act = 'request_approved') as approved_at,
    min(happened_at) filter (act = 'approval_refused') as declined_at,
    min(happened_at) filter (act = 'probe_rejected') as unsuitable_at,
    min(happened_at) filter (act = 'search_completed') as searched_at,
    min(happened_at) filter (act = 'examination_locked') as examined_at,
    min(happened_at) filter (act = 'verification_locked') as verified_at,
    min(happened_at) filter (act = 'conflict_opened') as conflict_at,
    min(happened_at) filter (act = 'lead_issued') as lead_at,
    min(happened_at) filter (act = 'lead_acknowledged') as acknowledged_at,
    arg_max(act, sequence) filter (act in ('request_approved', 'approval_refused')) as decision,
    bool_or(act = 'approval_overdue') as overdue,
    arg_max(array_to_string(list_sort(told.galleries), ' + '), sequence) filter (act = 'request_approved') as galleries,
    bool_or(act = 'probe_rejected' and coalesce(told.unsuitable, 'false') = 'true') as unsuitable,
    arg_max(told.returned, sequence) filter (act = 'search_completed') as returned,
    arg_max(coalesce(told.selected, 'false') = 'true', -sequence)
        filter (act = 'examination_locked' and coalesce(told.order, 'first') = 'first') as proposed,
    count(*) filter (act in ('examination_locked', 'verification_locked')) as examinations,
    bool_or(act = 'lead_held_back') as held_back,
    bool_or(act = 'lead_issued' and coalesce(told.lead, 'true') = 'true') as lead,
    coalesce(bool_or(act = 'lead_issued' and told.lead = 'false'), false) as no_lead,
    arg_max(told.of, sequence) filter (act = 'lead_followed_up' and told.withdrawn is not null) as ended_as,
    coalesce(bool_or(act = 'lead_followed_up' and told.charged = 'true'), false) as charged
from request_steps
group by request_id;
