-- name: append_all
select verb, event_append(:account, :via, verb, 'Organisation', organisation, area_path, array[organisation], data)
from jsonb_to_recordset(:rows::text::jsonb) as one (verb text, organisation bigint, area_path text, data jsonb);
