-- name: wait_for_turn$
-- Attempts for one login, and from one address, are decided one after the other.
select pg_advisory_xact_lock(hashtextextended('sign-in login ' || :login::text, 0)),
    pg_advisory_xact_lock(hashtextextended('sign-in source ' || :source::text, 0));

-- name: standing^
-- A login is locked for a span after so many failures within one.
select
    (select count(*) from sign_in_failure f where f.login = :login and f.at > latest.at - :span::interval) >= :failures as locked,
    (select count(*) from sign_in_failure f
        where f.address = :source and :source <> '' and f.at > now() - :span::interval) as failures_of_source
from (select max(at) as at from sign_in_failure where login = :login and at > now() - :span::interval) latest;

-- name: failures_of_source$
select count(*) from sign_in_failure where address = :source and :source <> '' and at > now() - :span::interval;

-- name: note_failure!
-- Both happen for every login, known or not.
with noted as (
    insert into sign_in_failure (login, address) values (:login, :source)
)
update account set locked_until = now() + :span::interval
where login = :name
    and (select count(*) + 1 from sign_in_failure where login = :login and at > now() - :span::interval) >= :failures;

-- name: forget_failures!
with forgotten as (
    delete from sign_in_failure where login = :login
)
update account set locked_until = null where login = :name and locked_until is not null;
