-- Note which requests, cases and objects the entries of one part speak of.
insert into part_keys
select distinct $first::bigint, log.main.key_of(spoken_of)
from (
    select unnest([request_named, object_id, case_id]) as spoken_of
    from read_parquet($path)
)
where spoken_of is not null
