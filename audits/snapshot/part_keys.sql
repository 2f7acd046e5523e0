-- Note which requests, cases and objects the entries of one part speak of, each as four bytes of its hash: two that share
-- them cost a part that is read in vain, and nothing else.
insert into part_keys
select distinct $first::bigint, cast(hash(spoken_of) & 4294967295 as uinteger)
from (
    select unnest([request_named, object_id, case_id]) as spoken_of
    from read_parquet($path)
)
where spoken_of is not null
