-- name: forget_uploads!
-- What was attached lives on in its attachment.
delete from upload where expires_at < now();

-- name: let_go!
-- Of what was removed a while ago, the row stays and the bytes are nobody's.
update attachment set content = null, thumbnail = null
where removed_at < now() - :grace::interval and content is not null;

-- name: orphans
delete from stored_file where digest in (
    select s.digest from stored_file s
    where s.stored_at < now() - :orphaned::interval
        and not exists (select from attachment a where a.content = s.digest)
        and not exists (select from attachment a where a.thumbnail = s.digest)
        and not exists (select from upload u where u.content = s.digest)
        and not exists (select from upload u where u.thumbnail = s.digest)
    order by s.digest limit 200
    for update skip locked)
returning digest;
