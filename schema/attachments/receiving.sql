-- name: one_at_a_time^
-- Whoever opens uploads in parallel does it one after another, so that the count holds.
select id from account where id = :account for no key update;

-- name: waiting$
select count(*) from upload where account_id = :account and status <> 'ATTACHED' and expires_at > now();

-- name: open$
insert into upload (account_id, file_name, expires_at) values (:account, :name, now() + :open_for::interval) returning id;

-- name: takes$
select exists (select from upload where id = :id and account_id = :account and status = 'OPEN' and expires_at > now());

-- name: note_down!
-- Before anything is stored: the clock erases what is noted down and never referred to. It waits here for the clock, if that
-- is just erasing the same content.
insert into stored_file (digest, size) values (:digest, :size)
on conflict (digest) do update set stored_at = now();

-- name: fill!
update upload
set status = 'RECEIVED', file_name = :name, kind = :kind, media_type = :media_type, size = :size, width = :width, height = :height,
    content = :content, thumbnail = :thumbnail, version = version + 1
where id = :id;
