-- The search for candidates is planned anew at each call. PostgreSQL plans a function's statement for all callers alike after the
-- fifth call of a connection; not knowing the place, it then reads the list from end to end.

alter function match_found set plan_cache_mode = force_custom_plan;
alter function match_wanting set plan_cache_mode = force_custom_plan;

-- With what the search asks of a row, so that it looks into the index alone.
drop index resource_near;
create index resource_near on resource (category_id, area_path, id) include (valid_until, confirmed_on) where status = 'LISTED';
