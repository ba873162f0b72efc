-- name: set_tags!
update organisation o
set tags = given.tags, updated_at = now(), version = version + 1
from jsonb_to_recordset(:rows::text::jsonb) as given (id bigint, tags text[])
where o.id = given.id and o.tags <> given.tags;
