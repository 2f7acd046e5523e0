-- Many searches in a short time
-- Who made many searches within a few minutes?
-- answers: requirements section 5, item 2; A-09
-- means: Each row is a search by which somebody reached the number of searches given within the minutes given before it, and how many there were.
-- not: A large case can need many searches at once. The row tells when and who, not why.
-- chart: table
-- parameter searches: integer = 10 | searches from which it is told
-- parameter minutes: integer = 60 | minutes within which they were made
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with run as (
    select
        happened_at, day, service, actor_id,
        count(*) over (
            partition by actor_id order by happened_at
            range between to_minutes($minutes) preceding and current row
        ) as searches,
        count(distinct case_id) over (
            partition by actor_id order by happened_at
            range between to_minutes($minutes) preceding and current row
        ) as cases
    from searches
)
select happened_at, service, actor_id as person, searches, cases
from run
where searches >= $searches and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by happened_at, person
