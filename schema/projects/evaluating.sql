-- name: sides
-- The demands of a project that nobody has rated it for, who files them, and whether those do the work themselves or work for who does.
select d.id, d.organisation_id, d.account_id, d.area_path, exists (
    select from project_partner p
    where p.project_id = x.project_id and p.status = 'AGREED' and (
        p.organisation_id = d.organisation_id or (
            d.organisation_id is null and p.organisation_id in (
                select m.organisation_id from membership m join account a on a.person_id = m.person_id
                where a.id = d.account_id and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true))))
) as own_work
from project_demand x join demand d on d.id = x.demand_id
where x.project_id = :id
    and not exists (select from project_rating g where g.project_id = x.project_id and g.demand_id = x.demand_id)
order by d.id;

-- name: demands$
select count(*) from project_demand where project_id = :id;

-- name: rate!
insert into project_rating (project_id, demand_id, account_id, rating, words)
select :id, demand, :account, :rating, :words from unnest(:demands::bigint[]) demand;

-- name: evaluated!
update project set status = 'EVALUATED' where id = :id;

-- name: criteria
select id from project_criterion where project_id = :id order by id;

-- name: compare!
update project_criterion c set met = given.met, note = given.note
from unnest(:ids::bigint[], :met::boolean[], :notes::text[]) given (id, met, note)
where c.project_id = :id and c.id = given.id;

-- name: open_matches$
select count(*) from project_match x join match m on m.id = x.match_id
where x.project_id = :id and x.ended_at is null
    and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()));

-- name: write_off!
update project set status = 'WRITTEN_OFF', closed_at = now() where id = :id;
