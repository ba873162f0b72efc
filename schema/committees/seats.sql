-- name: appoint$
-- A new seat; none when the person already holds the same role in that time.
insert into seat (committee_id, role, person_id, organisation_id, outside_post, duties, valid_from, valid_to)
select :committee::bigint, :role::text, :person::bigint, :organisation::bigint, :outside_post, :duties,
    :valid_from::date, :valid_to::date
where not exists (
    select from seat held
    where held.committee_id = :committee and held.role = :role and held.role <> 'CHAIR' and held.person_id = :person
        and coalesce(held.valid_to > :valid_from, true) and coalesce(held.valid_from < :valid_to, true))
returning id;

-- name: edit!
update seat
set outside_post = :outside_post, duties = :duties, valid_from = :valid_from, valid_to = :valid_to, version = version + 1
where id = :id;

-- name: end!
update seat set valid_to = :valid_to, version = version + 1 where id = :id;

-- name: committee^
select id, area_path, organisation_id from committee where id = :id;
