-- Every entry: those of the parts and those that the snapshot holds itself.
create view events as
select * from whole_parts
union all by name
select * from log.main.events
