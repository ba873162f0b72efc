-- What the tables' foreign keys do not say, as PostGraphile's own documentation advises: functions that it takes for fields.
create or replace function area_registered(place area) returns setof organisation language sql stable
begin atomic
    select o.*
    from organisation o
    where o.status = 'ACTIVE' and o.area_path >= place.path and o.area_path < place.path || '~'
    order by o.name_key, o.id;
end;

create or replace function organisation_timeline(unit organisation) returns setof event language sql stable
begin atomic
    select e.*
    from event e
    where e.subject_type = 'Organisation' and e.subject_id = unit.id
    order by e.id desc;
end;
