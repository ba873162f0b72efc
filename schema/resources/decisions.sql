-- name: decide!
-- The offer moves to another state; coming onto the list counts as confirming it.
update resource
set status = :status, reason = :reason, updated_at = now(), version = version + 1,
    confirmed_on = case when :status = 'LISTED' then current_date else confirmed_on end
where id = :id;

-- name: confirm!
update resource set confirmed_on = current_date, updated_at = now(), version = version + 1 where id = :id;
