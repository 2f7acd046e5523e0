-- State of the gallery
-- On which days did the gallery hold what it must not, or what waits for an answer of the court?
-- item: 18
-- answers: requirements section 5, item 18; F-20, F-32, B-08
-- means: Each row is a count that the service told of itself and that is not zero: pictures without a disposition, over their clock, ineligible and still searchable, or held again after their destruction. The last two must be 0.
-- not: The service counts itself: the figures show what its records and its index hold, not what was never recorded.
-- chart: table
-- parameter must_be_zero: text = no | yes: only counts that must be 0
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with told as (
    select
        sequence, happened_at, unnest([
            {'what': 'without a disposition', 'must_be_zero': false, 'pictures': cast(details ->> 'without_disposition' as bigint)},
            {'what': 'over the clock', 'must_be_zero': false, 'pictures': cast(details ->> 'over_clock' as bigint)},
            {'what': 'ineligible but indexed', 'must_be_zero': true, 'pictures': cast(details ->> 'ineligible_indexed' as bigint)},
            {'what': 'restored after destruction', 'must_be_zero': true, 'pictures': cast(details ->> 'restored' as bigint)}
        ], recursive := true)
    from events
    where act = 'state_told' and result = 'done' and day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
)
select happened_at, what, pictures, must_be_zero
from told
where pictures > 0 and ($must_be_zero <> 'yes' or must_be_zero)
order by sequence, what
