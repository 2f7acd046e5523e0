-- Tell again what the entries tell of each request touched. Run in the schema `near`, whose `events` are those entries.
delete from request_stages where request_id in (select request_id from touched);

insert into request_stages by name
select * from request_progress where request_id in (select request_id from touched);
