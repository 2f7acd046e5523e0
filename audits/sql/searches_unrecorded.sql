-- Searches without an open case
-- Which searches were made without a case, for a case that was not open, or with a result that nobody opened for the case?
-- item: 1
-- answers: requirements section 5, item 1; A-01
-- means: Each row is a search whose entries name no case, or a number that the records system did not hold as open, or whose result nobody opened for the case within the days given.
-- not: That a number is open can be told only where the records system exports its numbers; where it does not, only the form of the number was checked. Opening a result does not prove that an officer wrote it down elsewhere.
-- chart: table
-- parameter days: integer = 30 | days within which the result must have been opened
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with searched as (
    select request_id, min(sequence) as sequence, min(happened_at) as searched_at, min(case_id) as case_id
    from searches
    where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
    group by request_id
),
told as (
    select
        object_id as request_id,
        arg_max_null(actor_id, sequence) as requester_id,
        arg_max_null(details ->> 'occurrence_state', sequence) as state
    from events
    where act = 'request_submitted' and result = 'done'
    group by object_id
),
opened as (
    select request_id, max(sequence) as last_opened
    from casework
    where
        act in ('request_viewed', 'lead_viewed', 'lead_acknowledged', 'lead_followed_up') and result = 'done'
        and contains(role, 'investigator')
    group by request_id
),
opened_as_case as (
    select case_id, max(sequence) as last_opened
    from events
    where act in ('case_viewed', 'pack_built', 'disclosure_recorded') and result = 'done' and case_id is not null
    group by case_id
),
clock as (select coalesce($today::date, max(day)) as today from events),
found as (
    select
        s.*, t.requester_id,
        case
            when s.case_id is null then 'no case'
            when t.state in ('closed', 'unknown') then 'case ' || t.state
            when
                greatest(coalesce(o.last_opened, 0), coalesce(c.last_opened, 0)) < s.sequence
                and clock.today - s.searched_at::date > $days
                then 'result never opened'
        end as fault
    from searched as s
    cross join clock
    left join told as t using (request_id)
    left join opened as o using (request_id)
    left join opened_as_case as c using (case_id)
)
select request_id, case_id, requester_id, searched_at, fault
from found
where fault is not null
order by searched_at, request_id
