-- Agreement of first and second examiner
-- How often does each pair of examiners come to the same value, how were conflicts settled, and does the second agree with everything?
-- item: 11
-- answers: requirements section 5, item 11; D-08
-- means: Each row is a pair of examiners: how often their values and selections were the same, how conflicts ended, and whether the second agreed in every one of at least the given number of pairs.
-- not: Two careful examiners agree often. Always agreeing is a reason to look, not a finding.
-- chart: table
-- parameter least: integer = 20 | pairs from which always agreeing is told
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with firsts as (
    select request_id, actor_id, value_of_scale, selected, day
    from examinations where place_in_order = 'first'
),
seconds as (
    select request_id, actor_id, value_of_scale, selected from examinations where place_in_order = 'verification'
),
resolved as (
    select
        request_id,
        cast(details -> 'values' as integer[]) as said
    from casework
    where act = 'conflict_resolved' and result = 'done'
),
conflicts as (
    select distinct request_id from casework where act = 'conflict_opened' and result = 'done'
)
select
    f.actor_id as first_examiner,
    s.actor_id as second_examiner,
    count(*) as pairs,
    count(*) filter (f.value_of_scale = s.value_of_scale) as same_value,
    count(*) filter (f.selected is distinct from s.selected) as one_selected,
    count(c.request_id) as conflicts,
    count(*) filter (r.said[3] = r.said[1]) as settled_as_first,
    count(*) filter (r.said[3] = r.said[2]) as settled_as_second,
    count(*) >= $least and count(*) filter (f.value_of_scale is distinct from s.value_of_scale) = 0 as always_agrees,
    round(avg(abs(f.value_of_scale - s.value_of_scale)), 2) as mean_difference
from firsts as f
join seconds as s using (request_id)
left join conflicts as c using (request_id)
left join resolved as r using (request_id)
where f.day between coalesce($first_day::date, f.day) and coalesce($last_day::date, f.day)
group by all
order by pairs desc, first_examiner, second_examiner
