-- name: watch!
insert into watch (account_id, item_type, item_id)
select id, :item_type, :item_id from account where person_id = any(:people::bigint[])
on conflict on constraint watch_once do nothing;

-- name: start$
insert into watch (account_id, item_type, item_id) values (:account, :item_type, :item_id)
on conflict on constraint watch_once do update
set stopped_at = null, created_at = case when watch.stopped_at is null then watch.created_at else now() end
returning id;

-- name: stop$
update watch set stopped_at = coalesce(stopped_at, now())
where account_id = :account and item_type = :item_type and item_id = :item_id
returning id;
