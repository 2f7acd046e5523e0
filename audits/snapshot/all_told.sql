-- Tell what the entries tell of every request, from the first entry to the last. Requests stand in the order of their
-- ids, which is about that of time: those of a day stand together and are found without reading the others.
insert into request_cases
select distinct object_id, case_id
from events
where
    result = 'done' and object_id is not null
    and act in ('request_drafted', 'request_submitted', 'request_approved')
order by all;

insert into known_requests
select distinct request_id from request_cases
order by all;

insert into only_requests
select case_id, min(request_id)
from request_cases
where case_id is not null
group by case_id
having count(distinct request_id) = 1
order by all;

insert into abandoned
select distinct abandoned_sequence from events where abandoned_sequence is not null;

insert into request_stages by name
select * from request_progress
order by request_id;
