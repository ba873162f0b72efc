-- name: take_time!
set local statement_timeout = '5min';

-- name: forget_uploads!
-- What was attached lives on in its attachment.
delete from upload where expires_at < now();

-- name: let_go!
-- Of what was removed a while ago, the row stays and the bytes are nobody's.
with gone as (
    select id, content, thumbnail from attachment
    where removed_at < now() - :grace::interval and content is not null for update
), emptied as (
    update attachment a set content = null, thumbnail = null from gone where a.id = gone.id
)
update stored_file s set stored_at = '-infinity' from gone where s.digest in (gone.content, gone.thumbnail);

-- name: keep!
-- What an attachment refers to need not be looked at again before it is let go: so an hour costs what is new, not what there is.
update stored_file s set stored_at = 'infinity'
where s.stored_at < now() - :orphaned::interval
    and (exists (select from attachment a where a.content = s.digest)
        or exists (select from attachment a where a.thumbnail = s.digest));

-- name: orphans
delete from stored_file where digest in (
    select s.digest from stored_file s
    where s.stored_at < now() - :orphaned::interval
        and not exists (select from attachment a where a.content = s.digest)
        and not exists (select from attachment a where a.thumbnail = s.digest)
        and not exists (select from upload u where u.content = s.digest)
        and not exists (select from upload u where u.thumbnail = s.digest)
    order by s.stored_at, s.digest limit 200
    for update skip locked)
returning digest;
