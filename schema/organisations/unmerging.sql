-- name: absorbed^
-- What the ledger has of this merge; one from before it was told exactly is none.
select data from event
where subject_type = 'Organisation' and subject_id = :target and verb = 'organisation.absorbed'
    and data ->> 'source' = :source and data ? 'moved'
order by id desc
limit 1;

-- name: unconfirm!
update organisation set contact_confirmed_on = :before::text::date
where id = :id and contact_confirmed_on is not distinct from :after::text::date;

-- name: split_areas!
-- Which of the two serves an area, or looks after it, is as it was; what others have there stays.
with served as (
    select area_id, organisation_id, was from jsonb_to_recordset(:service_areas::jsonb) one (area_id bigint, organisation_id bigint, was boolean)
), looked_after as (
    select area_id, organisation_id, was from jsonb_to_recordset(:liaison_areas::jsonb) one (area_id bigint, organisation_id bigint, was boolean)
), no_longer_served as (
    delete from organisation_service_area t using served one
    where t.area_id = one.area_id and t.organisation_id = one.organisation_id and not one.was
), no_longer_looked_after as (
    delete from liaison_area t using looked_after one
    where t.area_id = one.area_id and t.organisation_id = one.organisation_id and not one.was
), served_again as (
    insert into organisation_service_area (organisation_id, area_id) select organisation_id, area_id from served where was
    on conflict do nothing
)
insert into liaison_area (organisation_id, area_id) select organisation_id, area_id from looked_after where was
on conflict do nothing;

-- name: strayed$
-- Whether an offer of one names a contact of the other.
select exists (
    select from resource r join contact c on c.id = r.contact_id
    where r.organisation_id = any(:ids) and c.organisation_id <> r.organisation_id
);
