-- name: account^
select id, password_hash, status, must_change_password from account where login = :login for update;

-- name: renew_hash!
update account set password_hash = :hash where id = :id;

-- name: begin!
insert into session (account_id, secret_hash, expires_at, address, device)
values (:account, :hash, now() + :span::interval, :address, :device);

-- name: end!
update session set ended_at = now() where id = :id and ended_at is null;
