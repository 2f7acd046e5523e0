-- The parts that hold an entry after `before`.
select first from parts where last > getvariable('before')
