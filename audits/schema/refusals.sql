-- What was refused, and which reports were run.

create view refusals as
select sequence, happened_at, day, act, service, actor_id, role, certificate, workstation, case_id, object_id, rule, reason
from events
where result = 'refused' or act in ('sign_in_refused', 'access_refused', 'request_refused', 'approval_refused', 'picture_refused');

create view reports as
select
    sequence, happened_at, day, actor_id, result,
    details ->> 'report' as report,
    details ->> 'status' as status,
    details ->> 'manifest_sha256' as manifest_sha256
from events
where act = 'report_run' and sequence not in (select sequence from abandoned);
