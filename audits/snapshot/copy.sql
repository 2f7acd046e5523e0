-- Copy the snapshot into tables of a file that stands alone, as they are.
insert into out.main.snapshot select * from snapshot;
insert into out.main.events by name select * from events order by sequence;
insert into out.main.request_cases select * from request_cases;
insert into out.main.known_requests select * from known_requests;
insert into out.main.only_requests by name select * from only_requests;
insert into out.main.abandoned select * from abandoned;
insert into out.main.request_stages by name select * from request_stages;
