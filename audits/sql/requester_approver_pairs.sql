-- Who approves whom
-- How are approvals spread over pairs of requester and approver?
-- answers: requirements section 5, item 6; A-11
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    details ->> 'requester_id' as requester_id,
    actor_id as approver_id,
    count(*) filter (act = 'approval_refused') as declined,
    round(median(cast(details ->> 'decided_after_seconds' as double)), 1) as median_seconds,
    count(*) filter (act = 'request_approved') as approved
from events
where act in ('request_approved', 'approval_refused') and result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by approved desc, requester_id, approver_id
