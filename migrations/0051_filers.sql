-- Whoever filed something in person is concerned by what becomes of it, as the people of a unit are.

alter table event add column filer_id bigint;
comment on column event.filer_id is 'The account that filed in person what this is about, whom it concerns as it would a unit';

create function event_filer(type text, number bigint) returns bigint
language sql stable as $$
    select case type
        when 'Demand' then (select account_id from demand where id = number)
        when 'Match' then (select d.account_id from match m join demand d on d.id = m.demand_id where m.id = number)
        when 'Wait' then (select d.account_id from wait w join demand d on d.id = w.demand_id where w.id = number)
        when 'Project' then (select account_id from project where id = number)
        -- Whoever files anonymously has no part in what is said at a promise.
        when 'Comment' then (
            select coalesce(d.account_id, p.account_id, o.account_id)
            from comment c
            left join demand d on d.id = c.demand_id
            left join project p on p.id = c.project_id
            left join match m on m.id = c.match_id
            left join demand o on o.id = m.demand_id and not o.anonymous
            where c.id = number)
    end
$$;
comment on function event_filer is 'The account that filed what an event is about';

update event set filer_id = event_filer(subject_type, subject_id)
where subject_type in ('Demand', 'Match', 'Wait', 'Project', 'Comment');

create or replace function event_append(
    account bigint, via text, verb text, subject_type text, subject bigint,
    area_path text, organisations bigint[], data jsonb) returns bigint
language plpgsql as $$
declare
    event_id bigint;
begin
    insert into event (account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, filer_id, data)
    values (account, via, verb, subject_type, subject, area_path, organisations, event_filer(subject_type, subject), data)
    returning id into event_id;
    perform pg_notify('gongzhi_event', event_id::text);
    return event_id;
end $$;

-- Written as text: the columns of an event are those of the table when it is called.
create or replace function capacity_cause(type text, number bigint) returns event
language sql stable as $$
    select e.* from event e
    where e.id = coalesce(
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() and x.subject_type = type and x.subject_id = number
            order by x.id desc limit 1),
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() order by x.xid desc, x.id desc limit 1))
    and e.at = now()
$$;
