-- The audit snapshot: every entry of the log in one table, and views that follow a request through its stages.
-- Times are UTC. People appear by account id only. No entry holds a name, a picture, a template or a score.

create table snapshot (
    events bigint not null,      -- how many entries the log had
    root varchar not null,       -- root of its Merkle tree
    last_hash varchar not null,  -- hash of its last entry
    built_at timestamp not null
);

create table events (
    sequence bigint primary key,
    happened_at timestamp not null,
    day date not null,
    act varchar not null,
    service varchar,
    actor_id varchar,
    role varchar,
    certificate varchar not null,
    workstation varchar,
    case_id varchar,
    object_id varchar,
    result varchar not null,     -- done, refused or failed
    reason varchar,
    rule varchar,
    details json not null,
    hash varchar not null
);

-- Acts that were recorded and then not carried out: the service ended, or failed, between the entry and its records.
create view abandoned as
select distinct cast(details ->> 'abandoned_sequence' as bigint) as sequence
from events
where details ->> 'abandoned_sequence' is not null;

-- Which case each request belongs to, and the only request of a case that has one.
create view request_cases as
select distinct object_id as request_id, case_id
from events
where act in ('request_drafted', 'request_submitted', 'request_approved') and result = 'done' and object_id is not null;

create view only_requests as
select case_id, any_value(request_id) as request_id
from request_cases
where case_id is not null
group by case_id
having count(distinct request_id) = 1;

-- Entries about casework with the request that they belong to: named in the entry, or its object, or its case's only one.
-- Known tasks are no casework and have no part in any count of it (D-11).
create view casework as
select
    coalesce(e.details ->> 'request_id', named.request_id, alone.request_id) as request_id,
    e.*
from events as e
left join (select distinct request_id from request_cases) as named on named.request_id = e.object_id
left join only_requests as alone on alone.case_id = e.case_id
where e.sequence not in (select sequence from abandoned) and coalesce(e.details ->> 'known_task', 'false') <> 'true';

-- One row a request that was sent for approval: who, what for, and when it first reached each stage.
create view requests as
select
    request_id,
    any_value(case_id) as case_id,
    any_value(service) as service,
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
group by request_id
having count(*) filter (act = 'request_submitted') > 0;

-- Decisions on requests, with who had asked and how long the decision took.
create view approvals as
select
    c.sequence, c.happened_at, c.day, c.request_id, c.case_id,
    c.act = 'request_approved' as approved,
    coalesce(c.details ->> 'requester_id', r.requester_id) as requester_id,
    c.actor_id as approver_id,
    coalesce(
        cast(c.details ->> 'decided_after_seconds' as double), epoch(c.happened_at - r.submitted_at)
    ) as decided_after_seconds
from casework as c
join requests as r using (request_id)
where c.act in ('request_approved', 'approval_refused') and c.result = 'done';

create view searches as
select
    sequence, happened_at, day, service, actor_id, role, certificate, case_id, request_id,
    details ->> 'model_id' as model_id,
    cast(details ->> 'gallery_size' as bigint) as gallery_size,
    cast(details ->> 'eligible' as bigint) as eligible,
    cast(details ->> 'excluded' as bigint) as excluded,
    cast(details ->> 'list_length' as bigint) as list_length,
    cast(details ->> 'threshold' as double) as threshold,
    cast(details ->> 'returned' as bigint) as returned,
    cast(details ->> 'milliseconds' as double) as milliseconds
from casework
where act = 'search_completed' and result = 'done';

create view examinations as
select
    sequence, happened_at, day, service, actor_id, certificate, case_id, request_id, object_id as examination_id,
    coalesce(details ->> 'order', if(act = 'verification_locked', 'verification', 'first')) as place_in_order,
    cast(details ->> 'stage_seconds' as double) as stage_seconds,
    cast(details ->> 'value_of_scale' as integer) as value_of_scale,
    (details ->> 'selected') = 'true' as selected
from casework
where act in ('examination_locked', 'verification_locked') and result = 'done';

create view refusals as
select sequence, happened_at, day, act, service, actor_id, role, certificate, workstation, case_id, object_id, rule, reason
from events
where result = 'refused' or act in ('sign_in_refused', 'access_refused', 'request_refused', 'approval_refused', 'picture_refused');

create view reports as
select
    sequence, happened_at, day, actor_id, result,
    details ->> 'report' as report,
    details ->> 'status' as status,
    details ->> 'manifest_sha256' as manifest_sha256
from events
where act = 'report_run' and sequence not in (select sequence from abandoned);
