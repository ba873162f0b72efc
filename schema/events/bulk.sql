-- name: append_all
select verb, event_append(:account, :via, verb, :type, number, area_path, organisations, data)
from jsonb_to_recordset(:rows::text::jsonb) as one (verb text, number bigint, area_path text, organisations bigint[], data jsonb);
