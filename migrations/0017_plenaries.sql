-- The papers of a plenary: the half-years by name, when an offer came onto its list, and when a demand was written off.

create table half_year (
    code text primary key,
    first_day date not null,
    next_day date not null,
    previous text not null
);
comment on table half_year is 'The half-years from plenary to plenary: the first day, and the first day of the next';
insert into half_year (code, first_day, next_day, previous)
select y || '-H1', make_date(y, 1, 1), make_date(y, 7, 1), y - 1 || '-H2' from generate_series(2000, 2099) y
union all select y || '-H2', make_date(y, 7, 1), make_date(y + 1, 1, 1), y || '-H1' from generate_series(2000, 2099) y;
grant select on half_year to gongzhi_public;

alter table resource add column listed_at timestamptz;
comment on column resource.listed_at is 'When it first came onto the list';
update resource r set listed_at = coalesce(
    (select min(e.at) from event e where e.subject_type = 'Resource' and e.subject_id = r.id and e.verb = 'resource.listed'), r.created_at)
where status = 'LISTED';
alter table demand add column closed_at timestamptz;
comment on column demand.closed_at is 'When it was written off';
update demand d set closed_at = coalesce(
    (select max(e.at) from event e where e.subject_type = 'Demand' and e.subject_id = d.id and e.verb = 'demand.closed'), d.updated_at)
where status = 'CLOSED';

create function resource_listed_keep() returns trigger language plpgsql as $$
begin
    if new.status = 'LISTED' and new.listed_at is null then
        new.listed_at := case tg_op when 'INSERT' then new.created_at else now() end;
    end if;
    return new;
end $$;
comment on function resource_listed_keep is 'Whoever puts an offer on the list, and however: the first time is kept';
create trigger resource_listed before insert or update of status on resource for each row execute function resource_listed_keep();

create function demand_closed_keep() returns trigger language plpgsql as $$
begin
    if new.status = 'CLOSED' and new.closed_at is null then
        new.closed_at := case tg_op when 'INSERT' then new.updated_at else now() end;
    end if;
    return new;
end $$;
comment on function demand_closed_keep is 'Whoever writes a demand off, and however: the time is kept';
create trigger demand_closed before insert or update of status on demand for each row execute function demand_closed_keep();

alter table resource add constraint resource_listed_since check (status <> 'LISTED' or listed_at is not null);
alter table demand add constraint demand_closed_since check (status <> 'CLOSED' or closed_at is not null);
create index resource_offered on resource (category_id, confirmed_on, valid_until) where status = 'LISTED';

grant select (listed_at) on resource to gongzhi_public;
-- A finished project shows the class of the demand that it fulfils; a class says nothing of who filed it.
grant select (category_id) on demand to gongzhi_public;
