-- The parts that hold an act that is said to be abandoned only now.
select distinct first from parts join new_abandoned on sequence between first and last
