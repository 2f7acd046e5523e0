-- Who approves whom
-- How are approvals spread over pairs of requester and approver?
-- answers: requirements section 5, item 6; A-11
-- means: Each row counts the decisions of one approver on one requester's requests.
-- not: In a small unit few people can approve: pairs are then expected.
-- chart: bar
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    requester_id,
    approver_id,
    count(*) filter (not approved) as declined,
    round(median(decided_after_seconds), 1) as median_seconds,
    count(*) filter (approved) as approved
from approvals
where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
group by all
order by 5 desc, requester_id, approver_id
