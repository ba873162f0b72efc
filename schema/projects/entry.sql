-- name: insert_entry$
insert into project (
    account_id, origin, area_id, area_path, title, title_key, words, description, half_year, required_kinds, lead_id, status)
values (
    :account, :origin, :area_id, :area_path, :title, :title_key, :words, :description, :half_year, :required_kinds, null, 'PROPOSED')
returning id;

-- name: revise_entry!
update project
set title = :title, title_key = :title_key, words = :words, description = :description, half_year = :half_year,
    required_kinds = :required_kinds
where id = :id;

-- name: set_brands!
with given as (
    select unnest(:brands::bigint[]) as id
), dropped as (
    delete from project_brand where project_id = :id and category_id <> all(:brands::bigint[])
)
insert into project_brand (project_id, category_id) select :id, given.id from given on conflict do nothing;

-- name: brands
select category_id from project_brand where project_id = :id order by category_id;

-- name: link_demands!
insert into project_demand (project_id, demand_id) select :id, unnest(:demands::bigint[]) on conflict do nothing;

-- name: link_matches!
insert into project_match (project_id, match_id)
select :id, m.id from unnest(:matches::bigint[]) m (id)
where not exists (select from project_match x where x.project_id = :id and x.match_id = m.id and x.ended_at is null)
order by m.id
on conflict on constraint project_match_pkey do update set ended_at = null;

-- name: take_providers!
-- Whoever has promised something takes part: they agreed when they accepted.
insert into project_partner (project_id, organisation_id, kind, part, status)
select distinct on (r.organisation_id) :id::bigint, r.organisation_id,
    case o.kind when 'SOCIAL_ORGANIZATION' then 'SOCIAL_ORGANISATION' else 'OTHER' end, r.title, 'AGREED'
from match m join resource r on r.id = m.resource_id join organisation o on o.id = r.organisation_id
where m.id = any(:matches::bigint[]) and not exists (
    select from project_partner p
    where p.project_id = :id and p.organisation_id = r.organisation_id and p.status in ('INVITED', 'CLAIMED', 'AGREED'))
order by r.organisation_id, m.id;
