-- Approvals decided quickly
-- Which requests were allowed in fewer seconds than it takes to read one?
-- item: 6
-- answers: requirements section 5, item 6; A-11
-- means: Each row is a request that was allowed within fewer seconds than given after it was sent.
-- not: Somebody may have read the request before it was sent. The time runs from sending, not from opening.
-- chart: table
-- parameter seconds: integer = 60 | decisions faster than this
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select happened_at, request_id, case_id, approver_id, requester_id, round(decided_after_seconds, 1) as decided_after_seconds
from approvals
where approved and decided_after_seconds < $seconds and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by decided_after_seconds, happened_at
