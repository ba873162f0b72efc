-- name: restock!
-- Of the stock, or of every opening alike; the book has it by a trigger.
update resource set quantity = quantity + :change, updated_at = now(), version = version + 1 where id = :id;

-- name: correct_opening!
-- Of one opening only the book knows.
with corrected as (
    update resource set updated_at = now(), version = version + 1 where id = :id returning id, unit
)
insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit, day, opens, reason)
select id, clock_timestamp(), :account::bigint, 'CORRECTION', :change::numeric, unit, :day::date, :opens::text::time, :reason::text
from corrected;
