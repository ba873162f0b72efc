-- name: resembling
-- Pairs of these organisations with others that share a key; keys that more than :most share say nothing.
with mine as (
    select o.id, o.name, o.uscc, key
    from organisation o, unnest(o.duplicate_keys) key
    where o.id = any(:ids) and o.status in ('PENDING', 'ACTIVE', 'SUSPENDED')
), telling as (
    select key.key, array_agg(other.id) as ids
    from (select distinct key from mine) key
    cross join lateral (
        select o.id from organisation o
        where o.duplicate_keys @> array[key.key] and o.status in ('PENDING', 'ACTIVE', 'SUSPENDED')
        limit :most + 1
    ) other
    group by key.key
    having count(*) between 2 and :most
)
select distinct mine.id, mine.name, mine.uscc, other.id as other_id, other.name as other_name, other.uscc as other_uscc
from mine join telling using (key) cross join unnest(telling.ids) other_id join organisation other on other.id = other_id
where mine.id <> other.id and (mine.id < other.id or other.id <> all(:ids));

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
