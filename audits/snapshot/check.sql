-- How many entries were read, between which, and the first of them that is not as written or does not follow.
select
    count(*),
    min(sequence),
    max(sequence),
    min_by(previous, sequence),
    max_by(hash, sequence),
    min(sequence) filter (is_whole is not true or previous is distinct from coalesce(before, previous))
from (select sequence, previous, hash, is_whole, lag(hash) over (order by sequence) as before from taken)
