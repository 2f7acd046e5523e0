-- Young people returned
-- Which searches listed a picture taken for an offence of a young person, on which basis, and until which day was its use allowed?
-- item: 20
-- answers: requirements section 5, item 20; F-41 to F-43
-- means: Each row is a search that listed pictures of young people's records, with the rules that let them in and the last days of their access periods.
-- not: Youth is told by the age at the offence as recorded; where that age is missing, nothing is told. No row says who was listed.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
select
    happened_at, request_id, case_id, service, actor_id as examiner,
    cast(details ->> 'youth_returned' as bigint) as youth_returned,
    array_to_string(cast(details -> 'youth_rules' as varchar[]), ', ') as basis,
    array_to_string(cast(details -> 'youth_until' as varchar[]), ', ') as until
from casework
where
    act = 'search_completed' and result = 'done' and cast(details ->> 'youth_returned' as bigint) > 0
    and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
order by sequence
