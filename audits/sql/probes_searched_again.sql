-- Pictures searched again
-- Which pictures, or similar ones, were searched again, after which list, and with what changed?
-- item: 4
-- answers: requirements section 5, item 4; A-26
-- means: Each row is a search of a picture that was searched before for another request, or of one that its submission called similar, with what the last list gave and what differs: cut or edits, threshold T, list length L.
-- not: Another look can be right: a new case, a better cut. A similar picture may be another frame of the same camera.
-- chart: table
-- parameter after_empty: text = no | yes: only where the last list was empty
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with submitted as (
    select
        object_id as request_id, details ->> 'probe_sha256' as probe_sha256,
        coalesce(cast(details -> 'similar_requests' as varchar[]), []) as like_requests
    from events
    where act = 'request_submitted' and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
),
cuts as (
    select object_id as request_id, details ->> 'derived_sha256' as cut
    from events
    where act = 'face_chosen' and result = 'done'
    qualify row_number() over (partition by object_id order by sequence desc) = 1
),
made as (
    select
        e.sequence, e.happened_at, e.day, e.actor_id, e.case_id, e.details ->> 'request_id' as request_id,
        coalesce(e.details ->> 'derived_sha256', c.cut) as picture, cast(e.details ->> 'threshold' as double) as threshold,
        cast(e.details ->> 'list_length' as bigint) as list_length, cast(e.details ->> 'returned' as bigint) as returned,
        s.probe_sha256, s.like_requests
    from casework as e
    join submitted as s on s.request_id = e.details ->> 'request_id'
    left join cuts as c on c.request_id = e.details ->> 'request_id'
    where e.act = 'search_completed' and e.result = 'done'
),
pairs as (
    select later.sequence, earlier.sequence as earlier_sequence, 'same picture' as likeness
    from made as later
    join made as earlier on earlier.probe_sha256 = later.probe_sha256 and earlier.sequence < later.sequence
    union all
    select later.sequence, earlier.sequence, 'similar picture'
    from (select *, unnest(like_requests) as alike from made) as later
    join made as earlier on earlier.request_id = later.alike and earlier.sequence < later.sequence
    where earlier.probe_sha256 is distinct from later.probe_sha256
),
latest as (
    select * from pairs qualify row_number() over (partition by sequence order by earlier_sequence desc) = 1
)
select
    l.request_id, l.case_id, l.actor_id as person, l.happened_at, p.likeness, e.request_id as earlier_request_id,
    e.returned as earlier_returned,
    array_to_string(list_filter([
        if(l.picture is distinct from e.picture, 'cut or edits', null), if(l.threshold <> e.threshold, 'T', null),
        if(l.list_length <> e.list_length, 'L', null)
    ], lambda x: x is not null), ', ') as changed
from latest as p
join made as l using (sequence)
join made as e on e.sequence = p.earlier_sequence
where l.day between coalesce($first_day::date, l.day) and coalesce($last_day::date, l.day)
    and ($after_empty <> 'yes' or e.returned = 0)
order by l.sequence
