-- Searches and examinations of casework with what their entries tell, and what they say of pictures and leads.

create view searches as
select
    sequence, happened_at, day, service, actor_id, role, certificate, case_id, request_id,
    details ->> 'model_id' as model_id,
    cast(details ->> 'gallery_size' as bigint) as gallery_size,
    cast(details ->> 'eligible' as bigint) as eligible,
    cast(details ->> 'excluded' as bigint) as excluded,
    cast(details ->> 'list_length' as bigint) as list_length,
    cast(details ->> 'threshold' as double) as threshold,
    cast(details ->> 'returned' as bigint) as returned,
    cast(details ->> 'milliseconds' as double) as milliseconds
from casework
where act = 'search_completed' and result = 'done';

create view examinations as
select
    sequence, happened_at, day, service, actor_id, certificate, case_id, request_id, object_id as examination_id,
    coalesce(details ->> 'order', if(act = 'verification_locked', 'verification', 'first')) as place_in_order,
    cast(details ->> 'stage_seconds' as double) as stage_seconds,
    cast(details ->> 'value_of_scale' as integer) as value_of_scale,
    (details ->> 'selected') = 'true' as selected
from casework
where act in ('examination_locked', 'verification_locked') and result = 'done';

-- Requests whose picture carries the caution line for poor pictures, as recorded when it was analysed.
create view poor_pictures as
select request_id
from casework
where act = 'analysis_locked' and result = 'done' and request_id is not null
group by request_id
having bool_or((details ->> 'low_quality') = 'true');

-- Requests of which a lead was issued, and not only the word that there is none.
create view requests_with_lead as
select distinct request_id
from casework
where act = 'lead_issued' and result = 'done' and request_id is not null and (details ->> 'lead') = 'true';
