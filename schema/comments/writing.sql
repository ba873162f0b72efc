-- name: add$
insert into comment (resource_id, demand_id, match_id, project_id, account_id, person_id, organisation_id, text)
select :resource_id::bigint, :demand_id::bigint, :match_id::bigint, :project_id::bigint, :account::bigint, :person::bigint, (
    select m.organisation_id
    from item i
    join membership m on m.person_id = :person and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
    left join committee c on c.organisation_id = m.organisation_id and m.role = 'COORDINATOR'
    left join area a on a.id = c.area_id
    where i.subject_type = :item_type and i.subject_id = :item_id
        and (m.organisation_id = any(i.organisation_ids) or exists (select from unnest(i.area_paths) p where p ^@ a.path))
    order by c.id nulls first, length(a.path) desc, m.id
    limit 1
), :text
returning id;

-- name: answer!
update mention n set answered_at = now()
from comment c
where c.id = n.comment_id and n.person_id = :person and n.answered_at is null
    and (c.resource_id = :resource_id::bigint or c.demand_id = :demand_id::bigint
        or c.match_id = :match_id::bigint or c.project_id = :project_id::bigint);

-- name: mention!
insert into mention (comment_id, person_id, name) values (:comment, :person, :name);

-- name: mentioned
select person_id from mention where comment_id = :comment;

-- name: edit!
update comment set text = :text, edited_at = now(), version = version + 1 where id = :id;

-- name: forget!
delete from mention where comment_id = :comment and person_id <> all(:people::bigint[]);

-- name: item^
select i.* from comment c
join item i on i.subject_id = coalesce(c.resource_id, c.demand_id, c.match_id, c.project_id)
    and i.subject_type = case when c.resource_id is not null then 'Resource' when c.demand_id is not null then 'Demand'
        when c.match_id is not null then 'Match' else 'Project' end
where c.id = :comment;
