-- name: known
select id, code, level, name, short_name, kind from area where code = any(:codes::text[]);

-- name: rename!
update area
set name = r.name, short_name = r.short_name, name_key = r.name_key, words = r.words, kind = r.kind, version = version + 1
from jsonb_to_recordset(:rows::jsonb)
    as r (id bigint, name text, short_name text, name_key text, words text[], kind text)
where area.id = r.id;

-- name: district^
select id, path from area where code = :code;
