-- Applications by people
-- Which applications for access, correction or removal came, with which outcome, after how many days, and was a statement attached?
-- item: 23
-- answers: requirements section 5, item 23; F-60 to F-67
-- means: Each row is an application, its outcome if it has one, the days it took or has waited, and whether the person's statement was attached.
-- not: Days are counted from the day of receipt as recorded. Who asked is not told.
-- chart: table
-- parameter late: text = no | yes: only those over the days given
-- parameter days: integer = 30 | days within which an application must be answered
-- parameter today: date | day at which age is counted, UTC; the last day of the log when left out
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with received as (
    select
        object_id as application_id, service, day, details ->> 'kind' as kind,
        coalesce(cast(details ->> 'received_on' as date), day) as received_on
    from events
    where act = 'application_received' and result = 'done'
),
answered as (
    select
        object_id as application_id, day as answered_on, details ->> 'outcome' as outcome,
        details ->> 'ground_id' as ground_id, cast(details ->> 'days' as integer) as days,
        details ->> 'statement_sha256' is not null or details ->> 'outcome' = 'statement' as statement
    from events
    where act in ('application_decided', 'application_released', 'correction_decided') and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
),
clock as (select coalesce($today::date, max(day)) as today from events),
every as (
    select
        r.application_id, r.service, r.kind, r.received_on, a.answered_on, coalesce(a.outcome, 'waiting') as outcome, a.ground_id,
        coalesce(a.days, clock.today - r.received_on) as days_taken, coalesce(a.statement, false) as statement_attached
    from received as r
    cross join clock
    left join answered as a using (application_id)
)
select *
from every
where
    ($late <> 'yes' or days_taken > $days)
    and received_on between coalesce($first_day::date, received_on) and coalesce($last_day::date, received_on)
order by received_on, application_id
