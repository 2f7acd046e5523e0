-- An entry whose object is now known as a request no longer belongs to its case's only request: that one is touched too.
insert into touched
select request_id
from request_cases
where
    case_id in (select case_id from memory.near.events where object_id in (select request_id from new_cases))
    and request_id not in (select request_id from touched)
group by request_id;
