-- name: erase!
delete from notification where created_at < now() - :kept::interval;
