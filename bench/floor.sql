-- Active organisations are visible to all; the viewer's areas matter for the rest only.

-- name: q1
-- $1 kind, $2 how many
select '{"data":{"organisations":{"nodes":' || coalesce(json_agg(j), '[]') || '}}}'
from (
    select 'org_' || id as id, name, short_name as "shortName", kind, status, uscc, address, version
    from organisation
    where kind = $1 and status = 'ACTIVE'
    order by name_key, organisation.id
    limit $2
) j

-- name: q2
-- $1 the area's number, $2 areas the viewer coordinates
select '{"data":{"areas":{"nodes":' || coalesce(json_agg(j), '[]') || '}}}'
from (
    select
        'area_' || a.id as id, a.code, a.name,
        (
            select json_build_object('nodes', coalesce(json_agg(u), '[]'))
            from (
                select
                    'org_' || o.id as id, o.name, o.kind,
                    (
                        select coalesce(json_agg(c), '[]')
                        from (
                            select 'contact_' || id as id, name_mask as "nameMask", duty, liaison
                            from contact
                            where organisation_id = o.id and o.area_path ^@ any($2::text[])
                            order by contact.liaison desc, contact.id
                            limit 100
                        ) c
                    ) as contacts,
                    (
                        select json_build_object('nodes', coalesce(json_agg(s), '[]'))
                        from (
                            select 'seat_' || id as id, role, valid_from as "validFrom"
                            from seat
                            where organisation_id = o.id
                            order by valid_from desc, seat.id desc
                            limit 10
                        ) s
                    ) as seats
                from organisation o
                where o.status = 'ACTIVE' and o.area_path >= a.path and o.area_path < a.path || '~'
                order by o.name_key, o.id
                limit 10
            ) u
        ) as organisations
    from area a
    where a.parent_id = $1
    order by a.code, a.id
    limit 15
) j

-- name: q3
-- $1 the organisation's number, $2 areas the viewer coordinates
select '{"data":{"organisation":' || coalesce(row_to_json(j)::text, 'null') || '}}'
from (
    select
        'org_' || o.id as id, o.name, o.kind, o.status, o.updated_at as "updatedAt",
        (
            select coalesce(json_agg(c), '[]')
            from (
                select 'contact_' || id as id, name_mask as "nameMask", phone_mask as "phoneMask", duty, confirmed_on as "confirmedOn"
                from contact
                where organisation_id = o.id and o.area_path ^@ any($2::text[])
                order by liaison desc, contact.id
                limit 100
            ) c
        ) as contacts,
        (
            select json_build_object('nodes', coalesce(json_agg(m), '[]'))
            from (
                select
                    'membership_' || m.id as id, m.role, m.valid_from as "validFrom",
                    json_build_object('id', 'person_' || p.id, 'name', p.name, 'title', p.title) as person
                from membership m join person p on p.id = m.person_id
                where m.organisation_id = o.id and o.area_path ^@ any($2::text[])
                order by m.valid_from desc, m.id desc
                limit 20
            ) m
        ) as memberships,
        (
            select json_build_object('nodes', coalesce(json_agg(v), '[]'))
            from (
                select 'visit_' || id as id, visited_on as "visitedOn", note
                from visit
                where organisation_id = o.id and o.area_path ^@ any($2::text[])
                order by visited_on desc, visit.id desc
                limit 20
            ) v
        ) as visits
    from organisation o
    where o.id = $1 and (o.status = 'ACTIVE' or o.area_path ^@ any($2::text[]))
) j

-- name: q4
-- $1 kind, $2 how many, $3 areas the viewer coordinates; the cursor is the keys of the row
select json_build_object('data', json_build_object('organisations', json_build_object(
    'totalCount', (select count(*) from organisation where kind = $1 and status = 'ACTIVE'),
    'pageInfo', json_build_object('hasNextPage', count(*) > $2, 'endCursor', (array_agg(cursor) filter (where place <= $2))[$2]),
    'edges', coalesce(json_agg(json_build_object('cursor', cursor, 'node', node)) filter (where place <= $2), '[]')
)))::text
from (
    select
        row_number() over () as place,
        encode(convert_to(json_build_array(name_key, o.id)::text, 'UTF8'), 'base64') as cursor,
        json_build_object(
            'id', 'org_' || o.id, 'name', name, 'kind', kind,
            'timeline', json_build_object('nodes', (
                select coalesce(json_agg(json_build_object('id', 'event_' || e.id, 'at', e.at, 'verb', e.verb)), '[]')
                from (
                    select id, at, verb
                    from event
                    where subject_type = 'Organisation' and subject_id = o.id and area_path ^@ any($3::text[])
                    order by id desc
                    limit 1
                ) e
            ))
        ) as node
    from (
        select id, name, name_key, kind
        from organisation
        where kind = $1 and status = 'ACTIVE'
        order by name_key, id
        limit $2 + 1
    ) o
) j

-- name: q5
-- $1 how many
select '{"data":{"organisations":{"nodes":' || coalesce(json_agg(j), '[]') || '}}}'
from (
    select
        'org_' || id as id, name, short_name as "shortName", kind, status, uscc, address,
        contact_confirmed_on as "contactConfirmedOn", updated_at as "updatedAt", version
    from organisation
    where status = 'ACTIVE'
    order by name_key, organisation.id
    limit $1
) j
