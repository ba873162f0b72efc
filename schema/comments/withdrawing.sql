-- name: blank!
update comment set text = '', status = :status, reason = :reason, version = version + 1 where id = :id;

-- name: forget_all!
delete from mention where comment_id = :comment;

-- name: note!
update mention set answered_at = now() where comment_id = :comment and person_id = :person and answered_at is null;
