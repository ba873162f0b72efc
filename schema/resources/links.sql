-- name: locked_link^
select id, used_at, expires_at from resource_link where digest = :digest for update;

-- name: locked_offers
-- The offers of a link, locked in one order, and whether each can be confirmed by it.
select r.id, r.title, r.area_path, r.organisation_id,
    case when r.status <> 'LISTED' or o.status <> 'ACTIVE' then 'WITHDRAWN' when r.valid_until < current_date then 'PAST'
        when r.version <> f.version then 'CHANGED' else 'STANDS' end as standing
from resource_link_offer f
join resource r on r.id = f.resource_id
join organisation o on o.id = r.organisation_id
where f.link_id = :link
order by r.id for update of r;

-- name: confirm!
with used as (update resource_link set used_at = now() where id = :link)
update resource set confirmed_on = current_date, updated_at = now(), version = version + 1 where id = any(:ids::bigint[]);

-- name: create!
with made as (
    insert into resource_link (digest, stage, expires_at) values (:digest, :stage, now() + :lasts::interval)
    returning id
)
insert into resource_link_offer (link_id, resource_id, version, confirmed_on)
select made.id, r.id, r.version, r.confirmed_on from made, resource r where r.id = any(:ids::bigint[]);

-- name: end_former!
update resource_link set expires_at = now()
where stage is null and used_at is null and expires_at > now()
    and id in (select link_id from resource_link_offer where resource_id = :resource);
