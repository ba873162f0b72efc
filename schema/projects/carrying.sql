-- name: continue_as$
-- The project of the next half-year: all that is said of this one, in the state in which it is.
insert into project (
    account_id, origin, area_id, area_path, title, title_key, words, description, half_year, lead_id, required_kinds, award, status,
    carried_from_id, published_at, signed_on, started_on)
select account_id, origin, area_id, area_path, title, title_key, words, description, :half_year, lead_id, required_kinds,
    award - project_spent(id), status, id, published_at, signed_on, started_on
from project where id = :id
returning id;

-- name: take_along!
-- Whoever takes part or is asked, criteria, brands, demands, and the stages that are not done.
with partners as (
    insert into project_partner (project_id, organisation_id, kind, part, status)
    select :new, organisation_id, kind, part, status from project_partner
    where project_id = :id and status in ('INVITED', 'CLAIMED', 'AGREED')
    order by id
), criteria as (
    insert into project_criterion (project_id, place, text)
    select :new, place, text from project_criterion where project_id = :id
), brands as (
    insert into project_brand (project_id, category_id) select :new, category_id from project_brand where project_id = :id
), demands as (
    insert into project_demand (project_id, demand_id) select :new, demand_id from project_demand where project_id = :id
)
insert into project_stage (project_id, name, starts_on, ends_on)
select :new, name, starts_on, ends_on from project_stage where project_id = :id and done_on is null
order by starts_on, id;

-- name: let_go
-- Promises that are not carried out yet leave this project for the next.
update project_match x set ended_at = now() from match m
where x.project_id = :id and x.ended_at is null and m.id = x.match_id and m.status in ('PROPOSED', 'COUNTERED', 'AGREED')
returning x.match_id;

-- name: take_matches!
insert into project_match (project_id, match_id) select :new, unnest(:matches::bigint[]);

-- name: close!
-- What is left of the award went into the next project.
update project set status = 'CARRIED_OVER', reason = :reason, award = case when award is not null then project_spent(id) end, closed_at = now()
where id = :id;
