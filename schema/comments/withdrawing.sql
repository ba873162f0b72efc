-- name: blank!
update comment set text = '', status = :status, reason = :reason, version = version + 1 where id = :id;

-- name: forget_all!
delete from mention where comment_id = :comment;

-- name: take_away!
-- What hangs on it goes with it; the bytes are erased a week later.
update attachment set removed_at = now(), version = version + 1 where comment_id = :comment and removed_at is null;

-- name: note!
update mention set answered_at = now() where comment_id = :comment and person_id = :person and answered_at is null;
