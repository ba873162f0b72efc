-- name: take^
-- The plan that has waited longest, for a worker that nobody else has been; or one whose worker has been silent.
update plan
set status = case when status = 'ACCEPTING' then status else 'READING' end, holder = :holder, beat_at = now(), attempts = attempts + 1,
    progress = 0
where id = (
    select id from plan
    where status in ('QUEUED', 'READING', 'SOLVING', 'ACCEPTING') and coalesce(beat_at < now() - :silent::interval, true)
    order by updated_at, id limit 1 for update skip locked)
returning id, status, area_path, run, attempts;

-- name: beat$
-- Whether the plan is still this worker's; everybody who looks at it is told how far it is.
with beaten as (
    update plan set beat_at = now(), progress = :progress, seconds = :seconds
    where id = :id and holder = :holder and status in ('READING', 'SOLVING', 'ACCEPTING')
    returning id, area_path
), told as (
    select pg_notify('gongzhi_passing', json_build_object('type', 'Plan', 'number', id, 'area_path', area_path)::text) from beaten
)
select exists (select from told);

-- name: keep!
with taken as (
    update plan set status = 'SOLVING' where id = :id and holder = :holder and status = 'READING' returning id, run
)
insert into plan_input (plan_id, run, content, hash)
select id, run, :content, :hash from taken
on conflict (plan_id, run) do update set content = excluded.content, hash = excluded.hash, kept_at = now();

-- name: let_go!
-- The next worker may take it at once.
update plan set beat_at = null, holder = null where id = :id and holder = :holder;

-- name: still_mine^
select id from plan where id = :id and holder = :holder for update;
