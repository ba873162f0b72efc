-- What waits to be confirmed is asked of every agreed match on first pages and in the inbox.

create index delivery_reported on delivery (match_id) where status = 'REPORTED';
