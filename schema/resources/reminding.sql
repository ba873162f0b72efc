-- name: lapsing
-- The offers that lapse soon or did a short while ago, with whom to ask, and whether that was done at this stage already.
with lapsing as (
    select r.id, r.version, r.title, r.area_path, r.organisation_id, o.name as unit_name, r.confirmed_on,
        r.confirmed_on + :fresh::int as lapses_on, coalesce(own.id, liaison.id) as contact_id,
        coalesce(own.email_sealed, liaison.email_sealed) as email_sealed,
        case when r.confirmed_on + :fresh::int <= current_date then 0
            when r.confirmed_on + :fresh::int <= current_date + 3 then 3 else 14 end as stage
    from resource r
    join organisation o on o.id = r.organisation_id and o.status = 'ACTIVE'
    left join contact own on own.id = r.contact_id and own.organisation_id = r.organisation_id and own.email_sealed is not null
    left join contact liaison on liaison.organisation_id = r.organisation_id and liaison.liaison and liaison.email_sealed is not null
    where r.status = 'LISTED'
        and r.confirmed_on between current_date - :fresh::int - :after::int and current_date - :fresh::int + :ahead::int
        and r.valid_until >= greatest(current_date, r.confirmed_on + :fresh::int)
)
select *, exists (
        select from resource_link_offer f join resource_link l on l.id = f.link_id
        where f.resource_id = lapsing.id and f.confirmed_on = lapsing.confirmed_on and l.stage <= lapsing.stage
    ) as reminded
from lapsing where contact_id is not null
order by organisation_id, contact_id, lapses_on, id;

-- name: lock_unchanged
select r.id from resource r join unnest(:ids::bigint[], :versions::int[]) given (id, version) using (id, version)
order by r.id for update of r;

-- name: forget!
delete from resource_link where expires_at < now() - :known::interval;
