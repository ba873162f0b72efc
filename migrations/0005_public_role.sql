-- The public looks in through a role of its own, which can select these columns and nothing else: a second wall behind
-- the visibility that every statement carries. A column added later is not public until a migration says so.

-- Roles belong to the whole server, so another database may have made this one, or be making it at this moment.
do $$
begin
    if not exists (select from pg_roles where rolname = 'gongzhi_public') then
        create role gongzhi_public nologin;
    end if;
exception
    when duplicate_object or unique_violation then
        null;
    when insufficient_privilege then
        raise exception 'the user % may not create roles; have an administrator run: create role gongzhi_public nologin; grant gongzhi_public to %;',
            current_user, quote_ident(current_user);
end $$;

-- Whoever migrates must be able to act as the public; on PostgreSQL 16 and newer having made the role is not enough.
do $$
begin
    set local role gongzhi_public;
    reset role;
exception
    when insufficient_privilege then
        begin
            execute format('grant gongzhi_public to %I', current_user);
        exception
            when insufficient_privilege then
                raise exception 'the user % may not act as the public; have an administrator run: grant gongzhi_public to %;',
                    current_user, quote_ident(current_user);
        end;
end $$;

do $$
begin
    execute format('grant usage on schema %I to gongzhi_public', current_schema());
end $$;

grant select (code, name, participants, process) on area_class to gongzhi_public;

grant select (
    id, code, level, kind, name, short_name, name_key, words, class_code, parent_id, path, valid_from, valid_to, created_at, version
) on area to gongzhi_public;

grant select (id, area_id, parent_id, path, valid_from, valid_to) on area_parentage to gongzhi_public;

grant select (estate_id, grid_id) on area_overlap to gongzhi_public;

grant select (
    id, kind, name, short_name, name_key, words, uscc, area_id, area_path, address, description, parent_id, tags, status,
    merged_into_id, return_reason, contact_confirmed_on, created_at, updated_at, version
) on organisation to gongzhi_public;

grant select (organisation_id, area_id) on organisation_service_area to gongzhi_public;

grant select (
    id, organisation_id, area_id, area_path, field, term_from, term_to, created_at, version
) on committee to gongzhi_public;

grant select (
    id, kind, name, name_key, area_id, area_path, party_organisation_id, created_at, version
) on zone to gongzhi_public;
