-- Open demands of one class in one neighbourhood, among which those that may be the same are looked for.

create index demand_open on demand (category_id, area_path, id) where status in ('SUBMITTED', 'LISTED');
