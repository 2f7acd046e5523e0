-- Agreement of first and second examiner
-- How often does each pair of examiners come to the same value, and how often does the second agree with everything?
-- answers: requirements section 5, item 11
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with firsts as (
    select request_id, actor_id, value_of_scale, selected, day
    from examinations where place_in_order = 'first'
),
seconds as (
    select request_id, actor_id, value_of_scale, selected from examinations where place_in_order = 'verification'
)
select
    f.actor_id as first_examiner,
    s.actor_id as second_examiner,
    count(*) as pairs,
    count(*) filter (f.value_of_scale = s.value_of_scale) as same_value,
    count(*) filter (f.selected is distinct from s.selected) as one_selected,
    count(r.conflict_at) as conflicts,
    round(avg(abs(f.value_of_scale - s.value_of_scale)), 2) as mean_difference
from firsts as f
join seconds as s using (request_id)
left join requests as r using (request_id)
where f.day between coalesce($first_day::date, f.day) and coalesce($last_day::date, f.day)
group by all
order by pairs desc, first_examiner, second_examiner
