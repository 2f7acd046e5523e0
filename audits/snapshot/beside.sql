-- Of what is known of all requests, what concerns the entries of the schema `near`, for the views over them.
create or replace table memory.near.known_requests as
select * from log.main.known_requests where request_id in (select object_id from memory.near.events);

create or replace table memory.near.only_requests as
select * from log.main.only_requests where case_id in (select case_id from memory.near.events);

create or replace table memory.near.abandoned as
select * from log.main.abandoned where sequence in (select sequence from memory.near.events);
