-- name: letters_today$
select count(*) from letter where starts_with(key, :key) and created_at > now() - interval '1 day';

-- name: set_email!
update account
set email_sealed = :sealed, email_mask = :mask, email_confirmed_at = null, email_link_hash = :hash,
    email_link_until = now() + :lasts::interval, version = version + 1
where id = :id;

-- name: remove_email!
update account
set email_sealed = null, email_mask = '', email_confirmed_at = null, email_link_hash = null, email_link_until = null,
    version = version + 1
where id = :id;

-- name: linked^
select id, email_mask from account
where email_link_hash = :hash and email_sealed is not null and status = 'ACTIVE'
    and (email_confirmed_at is not null or email_link_until > now())
for update;

-- name: confirm_email!
update account set email_confirmed_at = now(), version = version + 1 where id = :id and email_confirmed_at is null;
