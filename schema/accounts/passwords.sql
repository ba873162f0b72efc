-- name: change!
update account set password_hash = :hash, must_change_password = :temporary, version = version + 1 where id = :id;

-- name: end_sessions!
update session set ended_at = now()
where account_id = :account and ended_at is null and id is distinct from :but::bigint;

-- name: end_tokens!
update token set ended_at = now() where account_id = :account and ended_at is null;
