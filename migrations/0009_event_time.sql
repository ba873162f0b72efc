-- The ledger as a list, latest first: what an office looks at, and what an audit pages through.

create index event_time on event (at, id);
