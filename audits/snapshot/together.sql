-- Every entry: those of the parts and those that the snapshot holds itself.
create or replace view events as
select * from whole_parts
union all by name
select * from log.main.events
