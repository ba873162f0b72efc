-- name: wait_for_turn$
select pg_advisory_xact_lock(hashtextextended('account administrators', 0));

-- name: another_administrator$
select exists(select from account where administrator and status = 'ACTIVE' and id <> :id);

-- name: edit!
update account set administrator = :administrator, language = :language, version = version + 1 where id = :id;

-- name: set_status!
update account set status = :status, version = version + 1 where id = :id;

-- name: choose_language!
update account set language = :language, version = version + 1 where id = :id;
