-- Tell again what the entries tell of each request touched, from the views of the schema `near`.
delete from request_stages where request_id in (select request_id from touched);

insert into request_stages by name
select * from memory.near.request_progress where request_id in (select request_id from touched)
order by request_id;
