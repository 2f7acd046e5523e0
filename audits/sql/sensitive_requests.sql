-- Victims, witnesses and protected activity
-- Which requests were about somebody other than a person of interest, or showed a protected activity, and who approved them?
-- item: 7
-- answers: requirements section 5, item 7; A-07, A-09
-- means: Each row is such a request, with the person who decided on it and whether that was a higher approver.
-- not: The role is what the requester declared. A request that hides its nature is not found here.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with submitted as (
    select
        object_id as request_id, case_id, happened_at, day, actor_id as requester_id,
        details ->> 'role_depicted' as depicted,
        coalesce(list_contains(cast(details -> 'higher_for' as varchar[]), 'A-09'), false) as protected_activity
    from events
    where act = 'request_submitted' and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
),
decided as (
    select object_id as request_id, actor_id as approver_id, act = 'request_approved' as approved, contains(role, 'higher_approver') as higher
    from events
    where act in ('request_approved', 'approval_refused') and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
)
select
    s.request_id, s.case_id, s.happened_at as submitted_at, s.requester_id, s.depicted, s.protected_activity,
    d.approver_id, d.approved, d.higher as by_higher_approver
from submitted as s
left join decided as d using (request_id)
where
    (s.depicted <> 'person_of_interest' or s.protected_activity)
    and s.day between coalesce($first_day::date, s.day) and coalesce($last_day::date, s.day)
order by submitted_at, request_id
