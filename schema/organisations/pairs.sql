-- name: keyed
-- Of these, the entries that may be duplicates of others.
select id, duplicate_keys from organisation
where id = any(:ids) and status in ('PENDING', 'ACTIVE', 'SUSPENDED');

-- name: sharing
-- Entries that share a key with one; keys that more than :most have say nothing.
with found as materialized (
    select id, duplicate_keys from organisation
    where duplicate_keys && :keys and status in ('PENDING', 'ACTIVE', 'SUSPENDED')
), telling as (
    select array_agg(key) as keys from (
        select key from found, unnest(duplicate_keys) key where key = any(:keys) group by key having count(*) <= :most
    ) key
)
select found.id from found, telling
where found.id <> :id and found.duplicate_keys && telling.keys;

-- name: all_sharing
-- The same for many entries: all keys are grouped once, which for many is less work than looking up each.
with shared as (
    select key, array_agg(id) as ids from organisation, unnest(duplicate_keys) key
    where status in ('PENDING', 'ACTIVE', 'SUSPENDED')
    group by key
    having count(*) between 2 and :most and array_agg(id) && :ids::bigint[]
)
select distinct least(one, other) as one, greatest(one, other) as other
from shared, unnest(ids) one, unnest(ids) other
where one = any(:ids) and one <> other;

-- name: entries
-- What these are compared by.
select id, name, uscc from organisation where id = any(:ids);

-- name: forget_pairs!
delete from organisation_duplicate where not distinguished and (first_id = any(:ids) or second_id = any(:ids));

-- name: suggest_pairs!
insert into organisation_duplicate (first_id, second_id, score, reasons)
select least(one, other), greatest(one, other), score, string_to_array(reasons, ' ')
from unnest(:ones::bigint[], :others::bigint[], :scores::int[], :reasons::text[]) pair (one, other, score, reasons)
on conflict on constraint organisation_duplicate_once do nothing;

-- name: distinguish!
insert into organisation_duplicate (first_id, second_id, score, reasons, distinguished)
values (least(:one::bigint, :other::bigint), greatest(:one::bigint, :other::bigint), 0, '{}', :distinct)
on conflict on constraint organisation_duplicate_once do update set distinguished = excluded.distinguished;

-- name: keyless
-- Entries without keys, such as those that came before keys were kept.
select id, name, uscc from organisation where duplicate_keys = '{}' and kind <> 'COMMITTEE';

-- name: give_keys!
update organisation o set duplicate_keys = string_to_array(given.keys, ' ')
from unnest(:ids::bigint[], :keys::text[]) given (id, keys)
where o.id = given.id;
