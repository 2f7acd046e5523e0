-- Copy the snapshot into tables of a file that stands alone, with another word for each person and each workstation,
-- the same throughout the file and, without the variable `veil`, not to be traced back. An entry's hash is left out:
-- whoever knows the accounts could try each of them until it fits.
create or replace temp table people as
with known as (
    select actor_id as id from events
    union
    select object_id from events where act like 'account_%' or act = 'certificate_changed'
    union
    select unnest(regexp_extract_all(details, '"(?:account|actor|administrator|approver|examiner|mentor|person|requester|reviewer|verifier)_id":"([^"]+)"', 1))
    from events
    union
    select unnest(regexp_extract_all(details, '"[a-z_]+_by":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})"', 1))
    from events
)
select id, concat('person-', left(sha256(concat(getvariable('veil'), id)), 16)) as shown
from known
where id is not null and id <> 'system';

create or replace temp table named as
with words as (
    select sequence, unnest(string_split(cast(details as varchar), '"')) as word from events where details <> '{}'
)
select words.sequence, list(distinct {'id': people.id, 'shown': people.shown}) as people
from words
join people on people.id = words.word
group by words.sequence;

insert into out.main.snapshot select * from snapshot;

insert into out.main.events by name
select
    e.* replace (
        coalesce(actor.shown, e.actor_id) as actor_id,
        coalesce(about.shown, e.object_id) as object_id,
        if(e.workstation is null, null, concat('place-', left(sha256(concat(getvariable('veil'), e.workstation)), 16))) as workstation,
        regexp_replace(e.reason, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '…', 'g') as reason,
        cast(
            coalesce(
                list_reduce(
                    named.people,
                    lambda text, person: {'id': replace(text.id, concat('"', person.id, '"'), concat('"', person.shown, '"')), 'shown': ''},
                    {'id': cast(e.details as varchar), 'shown': ''}
                ).id,
                cast(e.details as varchar)
            ) as json
        ) as details,
        null as hash
    )
from events as e
left join people as actor on actor.id = e.actor_id
left join people as about on about.id = e.object_id
left join named on named.sequence = e.sequence
order by e.sequence;

insert into out.main.request_cases select * from request_cases;
insert into out.main.known_requests select * from known_requests;
insert into out.main.only_requests by name select * from only_requests;
insert into out.main.abandoned select * from abandoned;

insert into out.main.request_stages by name
select s.* replace (coalesce(r.shown, s.requester_id) as requester_id, coalesce(a.shown, s.approver_id) as approver_id)
from request_stages as s
left join people as r on r.id = s.requester_id
left join people as a on a.id = s.approver_id;

drop table people;
drop table named;
