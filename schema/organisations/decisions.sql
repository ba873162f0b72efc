-- name: decide^
-- The organisation moves to another state; its version rises.
update organisation
set status = :status, return_reason = :reason, updated_at = now(), version = version + 1
where id = :id
returning id, area_path, name, version;
