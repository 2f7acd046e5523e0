-- One row a request that was sent for approval: who, what for, and when it first reached each stage.
create view requests as
select *
from request_stages
where submitted_at is not null;

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
