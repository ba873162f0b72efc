-- name: contest^
update record_entry set status = 'CONTESTED', reason = :reason, contested_at = now(), version = version + 1 where id = :id
returning organisation_id, (select area_path from organisation where id = organisation_id) as area_path;

-- name: decide^
update record_entry set status = :status, decision = :reason, decided_at = now(), version = version + 1 where id = :id
returning organisation_id, (select area_path from organisation where id = organisation_id) as area_path;
