-- The entries after `before`, and no others.
create or replace table memory.near.events as
select * from memory.main.events where sequence > getvariable('before')
