-- name: create$
insert into zone (kind, name, name_key, area_id, area_path, party_organisation_id)
values (:kind, :name, :name_key, :area, :area_path, :party)
returning id;

-- name: edit!
update zone
set kind = :kind, name = :name, name_key = :name_key, area_id = :area_id, area_path = :area_path,
    party_organisation_id = :party, version = version + 1
where id = :id;

-- name: unit^
select id, organisation_id, version, coverage from zone_unit where zone_id = :zone and organisation_id = :organisation;

-- name: set_unit$
insert into zone_unit (zone_id, organisation_id, coverage) values (:zone, :organisation, :coverage)
on conflict on constraint zone_unit_once do update set coverage = excluded.coverage, version = zone_unit.version + 1
returning id;

-- name: remove_unit!
delete from zone_unit where id = :id;
