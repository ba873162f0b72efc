-- name: mark!
update notification set read_at = case when :read then coalesce(read_at, now()) end where id = :id;

-- name: mark_all$
with marked as (
    update notification set read_at = now() where account_id = :account and id <= :until and read_at is null returning id
)
select count(*) from marked;
