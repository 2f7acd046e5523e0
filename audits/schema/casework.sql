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

-- One row a request: who, what for, and when it first reached each stage.
create view request_progress as
select
    request_id,
    min(case_id) as case_id,
    min(service) as service,
    max(actor_id) filter (act = 'request_submitted') as requester_id,
    max(details ->> 'offence_id') filter (act = 'request_submitted') as offence_id,
    max(details ->> 'source_type') filter (act = 'request_submitted') as source_type,
    max(details ->> 'role_depicted') filter (act = 'request_submitted') as role_depicted,
    coalesce(bool_or((details ->> 'exigent') = 'true') filter (act = 'request_submitted'), false) as exigent,
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
    min(happened_at) filter (act = 'lead_acknowledged') as acknowledged_at
from casework
where request_id is not null and result = 'done'
group by request_id;
