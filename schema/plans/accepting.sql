-- name: choose
-- These lines, or all that can be accepted, are this account's to propose.
with chosen as (
    update plan_line set status = 'CHOSEN', account_id = :account, refusals = null
    where plan_id = :plan and status in ('OPEN', 'REFUSED') and coalesce(id = any(:lines::bigint[]), true)
    returning id, demand_id, resource_id, quantity, covers, day, to_char(opens, 'HH24:MI') as opens
)
select * from chosen order by id;

-- name: begin!
update plan set status = 'ACCEPTING', progress = 0, holder = null, beat_at = null, attempts = 0, updated_at = now(), version = version + 1
where id = :id;

-- name: next_line^
-- The next chosen line, locked; whoever was killed over one has left it as it was.
select l.id, l.demand_id, l.resource_id, l.quantity, l.covers, l.day, to_char(l.opens, 'HH24:MI') as opens, l.account_id
from plan_line l join plan p on p.id = l.plan_id and p.holder = :holder and p.status = 'ACCEPTING'
where l.plan_id = :plan and l.status = 'CHOSEN'
order by l.id limit 1 for update of l;

-- name: proposed!
update plan_line set status = 'PROPOSED', match_id = :match, refusals = null where id = :id;

-- name: refused!
update plan_line set status = 'REFUSED', refusals = :reasons::text::jsonb where id = :id;

-- name: counts^
select count(*) filter (where status = 'CHOSEN') as waiting, count(*) filter (where status in ('PROPOSED', 'REFUSED')) as done
from plan_line where plan_id = :id;

-- name: finish^
with counted as (
    select count(*) filter (where status in ('OPEN', 'REFUSED')) as open, count(*) filter (where status = 'PROPOSED') as proposed,
        count(*) filter (where status = 'REFUSED') as refused
    from plan_line where plan_id = :id
), moved as (
    update plan set status = case when counted.open = 0 then 'ACCEPTED' else 'DRAFT' end, progress = 100, holder = null, beat_at = null,
        attempts = 0, updated_at = now(), version = version + 1
    from counted where id = :id
)
select proposed, refused from counted;

-- name: release!
-- What has not been tried can be accepted again.
update plan_line set status = 'OPEN' where plan_id = :id and status = 'CHOSEN';
