-- name: make$
insert into plan (area_id, area_path, first_day, last_day, account_id, weights)
select :area, :path, :first, :last, :account, max(id) from plan_weights
returning id;

-- name: again$
update plan
set status = 'QUEUED', run = run + 1, account_id = :account, weights = (select max(id) from plan_weights), progress = 0, seconds = 0,
    holder = null, beat_at = null, attempts = 0, failure = null, updated_at = now(), version = version + 1
where id = :id
returning run;

-- name: cancel!
-- Whoever is at it finds at the next beat that it has no holder any more.
update plan
set status = case when solved_run is null then 'CANCELLED' else 'DRAFT' end, run = coalesce(solved_run, run),
    holder = null, beat_at = null, updated_at = now(), version = version + 1
where id = :id;
