-- The tables of an audit snapshot, made from the log and never edited by hand. Times are UTC. People appear by account
-- id only. No entry holds a name, a picture, a template or a score. Entries of the log are never deleted, so rows of
-- `events` are only added; those of the other tables are made again for each request that a new entry touches.

create table snapshot (
    events bigint not null,      -- how many entries the log had
    root varchar not null,       -- root of its Merkle tree, as its checkpoint is signed for
    last_hash varchar not null,  -- hash of its last entry
    built_at timestamp not null,
    note varchar not null,       -- that checkpoint, with its signature
    form varchar not null        -- hash of the statements and the version that made this file
);

-- Entries that are kept in files beside this one, all but the latest.
create table parts (
    first bigint primary key,
    last bigint not null,
    last_hash varchar not null,
    bytes bigint not null
);

-- Which requests, cases and objects each of those files speaks of, by a hash: so that few of them are read again.
create table part_keys (
    first bigint not null,
    key uinteger not null
);

-- Four bytes of the hash: two that share them cost a part that is read in vain, and nothing else.
create macro key_of(spoken_of) as cast(hash(spoken_of) & 4294967295 as uinteger);

create table events (
    sequence bigint not null,
    happened_at timestamp not null,
    day date not null,
    act varchar not null,
    service varchar,
    actor_id varchar,
    role varchar,
    certificate varchar not null,
    workstation varchar,
    case_id varchar,
    object_id varchar,
    result varchar not null,     -- done, refused or failed
    reason varchar,
    rule varchar,
    details json not null,
    hash varchar,                -- none where people are veiled: it would give them away
    request_named varchar,       -- details: the request that the entry is about
    known_task boolean not null, -- details: a task with a known answer, no casework (D-11)
    abandoned_sequence bigint    -- details: an earlier act that was recorded and then not carried out
);

-- Which case each request belongs to.
create table request_cases (
    request_id varchar not null,
    case_id varchar
);

-- The requests of which there is one at least, and the only request of a case that has one.
create table known_requests (
    request_id varchar not null
);

create table only_requests (
    case_id varchar not null,
    request_id varchar not null
);

-- Acts that were recorded and then not carried out: the service ended, or failed, between the entry and its records.
create table abandoned (
    sequence bigint not null
);

-- What is told of each request, as the view `request_progress` tells it.
create table request_stages (
    request_id varchar not null,
    case_id varchar,
    service varchar,
    requester_id varchar,
    offence_id varchar,
    source_type varchar,
    role_depicted varchar,
    purpose varchar,
    depicted_sex varchar,
    depicted_age_band varchar,
    depicted_race varchar,
    exigent boolean not null,
    approver_id varchar,
    drafted_at timestamp,
    submitted_at timestamp,
    approved_at timestamp,
    declined_at timestamp,
    unsuitable_at timestamp,
    searched_at timestamp,
    examined_at timestamp,
    verified_at timestamp,
    conflict_at timestamp,
    lead_at timestamp,
    acknowledged_at timestamp,
    decision varchar,            -- the act of the last decision on the request
    overdue boolean not null,    -- somebody was told that nobody had decided in time
    galleries varchar,           -- that may be searched, as last approved
    unsuitable boolean not null,
    returned bigint,             -- candidates of the last search
    proposed boolean,            -- whether the first examination that was locked selected somebody
    examinations bigint not null,
    held_back boolean not null,
    lead boolean not null,
    no_lead boolean not null,
    ended_as varchar,            -- what the last follow-up says that came of the lead
    charged boolean not null
);
