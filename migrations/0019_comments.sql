-- What those who take part in an item say about it, and whom they mention.

create table comment (
    id bigint generated always as identity primary key,
    resource_id bigint references resource,
    demand_id bigint references demand,
    match_id bigint references match,
    project_id bigint references project,
    account_id bigint not null references account,
    person_id bigint not null references person,
    organisation_id bigint references organisation,
    text text not null constraint comment_text_length check (char_length(text) <= 2000),
    status text not null default 'STANDING' constraint comment_status_known check (status in ('STANDING', 'WITHDRAWN', 'REMOVED')),
    reason text not null default '' constraint comment_reason_length check (char_length(reason) <= 500),
    created_at timestamptz not null default now(),
    edited_at timestamptz,
    version integer not null default 1,
    constraint comment_one_item check (num_nonnulls(resource_id, demand_id, match_id, project_id) = 1),
    constraint comment_gone_without_text check ((status = 'STANDING') = (text <> ''))
);
comment on table comment is 'Never public; of one that was taken back the text goes and the row stays';
create index comment_resource on comment (resource_id, created_at, id) where resource_id is not null;
create index comment_demand on comment (demand_id, created_at, id) where demand_id is not null;
create index comment_match on comment (match_id, created_at, id) where match_id is not null;
create index comment_project on comment (project_id, created_at, id) where project_id is not null;
create index comment_person on comment (person_id);
create index comment_organisation on comment (organisation_id) where organisation_id is not null;

create table mention (
    id bigint generated always as identity primary key,
    comment_id bigint not null references comment,
    person_id bigint not null references person,
    name text not null constraint mention_name_length check (char_length(name) between 1 and 40),
    answered_at timestamptz,
    constraint mention_once unique (comment_id, person_id)
);
comment on table mention is 'A person named in a comment, by the name as it was written; answered: commented since, or noted';
create index mention_open on mention (person_id, comment_id) where answered_at is null;
create index mention_person on mention (person_id);

create view item as
    select 'Resource' as subject_type, id as subject_id, title, array[area_path] as area_paths,
        array[organisation_id] as organisation_ids, '{}'::bigint[] as account_ids
    from resource
    union all
    select 'Demand', id, title, array[area_path], array_remove(array[organisation_id], null), array_remove(array[account_id], null)
    from demand
    union all
    select 'Match', m.id, d.title, array[d.area_path, r.area_path],
        array_remove(array[r.organisation_id, case when not d.anonymous then d.organisation_id end], null),
        array_remove(array[case when not d.anonymous then d.account_id end], null)
    from match m join demand d on d.id = m.demand_id join resource r on r.id = m.resource_id
    union all
    select 'Project', id, title, array[area_path],
        array(select p.organisation_id from project_partner p where p.project_id = project.id order by p.organisation_id),
        array_remove(array[account_id], null)
    from project;
comment on view item is 'What can be discussed: its title, where it is, and whose it is; nobody learns through it who files anonymously';

create function item_people(item_type text, item_id bigint) returns table (person_id bigint)
language plpgsql stable as $$
begin
    return query
    select m.person_id
    from item i join membership m on m.organisation_id = any(i.organisation_ids)
    where i.subject_type = item_type and i.subject_id = item_id
        and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
    union
    select m.person_id
    from item i cross join unnest(i.area_paths) place
    join area_parentage p on place ^@ p.path and p.valid_from <= current_date
    join committee c on c.area_id = p.area_id
    join organisation o on o.id = c.organisation_id and o.status = 'ACTIVE'
    join membership m on m.organisation_id = c.organisation_id and m.role = 'COORDINATOR'
    where i.subject_type = item_type and i.subject_id = item_id
        and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
    union
    select a.person_id
    from item i join account a on a.id = any(i.account_ids)
    where i.subject_type = item_type and i.subject_id = item_id;
end $$;
comment on function item_people is 'Who may take part in an item by unit, committee or filing; whether they do, the type says';
