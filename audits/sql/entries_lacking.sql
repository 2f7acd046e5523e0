-- Entries that lack something
-- Which entries do not say who acted, refuse without a rule, hold a key that the log may not hold, or tell of a replay that differed?
-- answers: requirements section 5, item 25; B-05, H-08, I-02 to I-04, W-22
-- means: Each row is one thing that entries must have: how many entries it was looked for in, how many lack it, and the first that does.
-- not: What was never recorded lacks nothing here. Sign-ins and reports of wrongdoing name nobody, as they must.
-- chart: table
-- parameter first_day: date | first day, UTC; every day when left out
-- parameter last_day: date | last day, UTC
with chosen as (
    select sequence, act, actor_id, role, certificate, result, rule, details
    from events
    where day between coalesce($first_day::date, day) and coalesce($last_day::date, day)
),
keys as (
    select sequence, unnest(json_keys(details)) as key from chosen where details <> '{}'
),
looked as (
    select
        'who' as what, count(*) as entries, count(*) filter (actor_id is null or role is null) as lacking,
        min(sequence) filter (actor_id is null or role is null) as first_sequence
    from chosen
    where act not in ('sign_in_refused', 'access_refused') and act not like 'wrongdoing_%' and result = 'done'
    union all
    select 'rule of a refusal', count(*), count(*) filter (rule is null), min(sequence) filter (rule is null)
    from chosen
    where result = 'refused'
    union all
    select
        'state of a certificate', count(*), count(*) filter (certificate = ''), min(sequence) filter (certificate = '')
    from chosen
    where act in ('search_started', 'analysis_locked', 'disposition_recorded', 'examination_locked', 'verification_locked', 'lead_viewed')
    union all
    select
        'identical replay', count(*), count(*) filter (details ->> 'identical' = 'false'),
        min(sequence) filter (details ->> 'identical' = 'false')
    from chosen
    where act = 'search_replayed' and result = 'done'
    union all
    select 'allowed key', count(*), count(*) filter (denied), min(sequence) filter (denied)
    from (
        select
            sequence,
            list_contains([
                'name', 'names', 'surname', 'username', 'forename', 'alias', 'address', 'birth', 'birthdate', 'email',
                'phone', 'template', 'vector', 'embedding', 'picture', 'image', 'photograph', 'face', 'thumbnail',
                'password', 'secret', 'token', 'ticket', 'cookie', 'totp', 'narrative', 'text', 'note', 'notes',
                'ground', 'comment', 'score', 'scores', 'similarity'
            ], split_part(key, '_', -1)) as denied
        from keys
    )
)
select what, entries, lacking, first_sequence from looked order by what
