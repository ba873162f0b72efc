-- name: count$
select count(*) from token where account_id = :account and ended_at is null and coalesce(expires_at > now(), true);

-- name: create$
insert into token (account_id, name, secret_hash, scopes, expires_at)
values (:account, :name, :hash, :scopes, :expires)
returning id;

-- name: end!
update token set ended_at = now() where id = :id;
