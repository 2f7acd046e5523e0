-- Read lines of the log, each with whether it holds what its hash stands for. Nothing is left out or guessed: a line of
-- another form ends the statement.
create or replace temp table taken as
with told as (
    select
        line,
        from_json_strict(
            line,
            '{
                "event": {
                    "act": "VARCHAR", "service": "VARCHAR", "actor_id": "VARCHAR", "role": "VARCHAR",
                    "certificate": "VARCHAR", "workstation": "VARCHAR", "case_id": "VARCHAR", "object_id": "VARCHAR",
                    "result": "VARCHAR", "reason": "VARCHAR", "rule": "VARCHAR", "details": "JSON"
                },
                "hash": "VARCHAR", "previous": "VARCHAR", "sequence": "BIGINT", "time": "TIMESTAMP"
            }'
        ) as record
    from read_csv(
        $paths, columns = {'line': 'VARCHAR'}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false
    )
)
select
    record.sequence as sequence,
    record.time as happened_at,
    cast(record.time as date) as day,
    record.event.act as act,
    record.event.service as service,
    record.event.actor_id as actor_id,
    record.event.role as role,
    record.event.certificate as certificate,
    record.event.workstation as workstation,
    record.event.case_id as case_id,
    record.event.object_id as object_id,
    record.event.result as result,
    record.event.reason as reason,
    record.event.rule as rule,
    record.event.details as details,
    record.hash as hash,
    record.event.details ->> 'request_id' as request_named,
    coalesce(record.event.details ->> 'known_task', 'false') = 'true' as known_task,
    cast(record.event.details ->> 'abandoned_sequence' as bigint) as abandoned_sequence,
    record.previous as previous,
    sha256(replace(line, concat(',"hash":"', record.hash, '"'), '')) = record.hash as is_whole
from told
