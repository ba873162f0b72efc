-- What came of a unit's promises, entry by entry: what moves the part "delivery" of a score, and what the unit can contest.

alter table match add column broken boolean not null default false;
comment on column match.broken is 'Whether the unit itself gave up what it had agreed to; who cancelled before there was this column nobody wrote down';

create table record_entry (
    id bigint generated always as identity primary key,
    organisation_id bigint not null references organisation,
    kind text not null constraint record_entry_kind_known check (kind in ('DELIVERED', 'DECLINED', 'CANCELLED', 'UNANSWERED')),
    match_id bigint not null references match on delete cascade,
    delivery_id bigint references delivery on delete cascade,
    rating smallint constraint record_entry_rating_range check (rating between 1 and 5),
    happened_at timestamptz not null,
    status text not null default 'COUNTS' constraint record_entry_status_known
        check (status in ('COUNTS', 'CONTESTED', 'UPHELD', 'STRUCK')),
    reason text not null default '' constraint record_entry_reason_length check (char_length(reason) <= 500),
    contested_at timestamptz,
    decision text not null default '' constraint record_entry_decision_length check (char_length(decision) <= 500),
    decided_at timestamptz,
    version integer not null default 1,
    constraint record_entry_of_delivery check ((kind = 'DELIVERED') = (delivery_id is not null) and (kind = 'DELIVERED') = (rating is not null)),
    constraint record_entry_contested check ((status = 'COUNTS') = (contested_at is null)),
    constraint record_entry_decided check ((status in ('UPHELD', 'STRUCK')) = (decided_at is not null))
);
comment on table record_entry is
'What came of a promise or proposal of a unit; kept by triggers on match and delivery. That an open proposal will go unanswered is foreseen: '
'its entry lies in the future until its hold is over, and goes when the unit answers. Nothing in it is about a person';
comment on column record_entry.reason is 'Why the unit contests it';
comment on column record_entry.decision is 'Why the committee upheld or struck it';
create unique index record_entry_delivery on record_entry (delivery_id) where delivery_id is not null;
create unique index record_entry_match on record_entry (match_id) where delivery_id is null;
create index record_entry_promise on record_entry (match_id);
create index record_entry_organisation on record_entry (organisation_id, happened_at, id);
create index record_entry_counted on record_entry (organisation_id, happened_at desc, id desc) include (kind, rating)
where status in ('COUNTS', 'UPHELD');
create index record_entry_waiting on record_entry (contested_at) where status = 'CONTESTED';

create function record_of_match() returns trigger
language plpgsql as $$
declare
    fate text;
begin
    -- What nobody answered in time stays that, whatever is tidied up afterwards.
    if tg_op = 'UPDATE' and (new.status = 'EXPIRED' or (old.status = 'PROPOSED' and old.hold_until <= now())) then
        return null;
    end if;
    fate := case
        when new.status in ('PROPOSED', 'EXPIRED') and new.hold_until >= new.created_at + interval '3 days' then 'UNANSWERED'
        when new.status = 'DECLINED' then 'DECLINED'
        when new.status = 'CANCELLED' and new.broken then 'CANCELLED' end;
    if fate is null then
        delete from record_entry where match_id = new.id and delivery_id is null;
    else
        insert into record_entry (organisation_id, kind, match_id, happened_at)
        select r.organisation_id, fate, new.id, case fate when 'UNANSWERED' then new.hold_until else new.updated_at end
        from resource r where r.id = new.resource_id
        on conflict (match_id) where delivery_id is null
        do update set kind = excluded.kind, happened_at = excluded.happened_at;
    end if;
    return null;
end $$;
comment on function record_of_match is
'Whoever writes a match, and however: its unit''s record says what came of it. A hold that was cut to less than three days leaves no trace';
create trigger record_of_match_new after insert on match for each row
when (new.status in ('PROPOSED', 'EXPIRED', 'DECLINED', 'CANCELLED')) execute function record_of_match();
create trigger record_of_match_changed after update of status, hold_until, broken on match for each row execute function record_of_match();

create function record_of_delivery() returns trigger
language plpgsql as $$
begin
    if new.status = 'CONFIRMED' then
        insert into record_entry (organisation_id, kind, match_id, delivery_id, rating, happened_at)
        values (new.provider_id, 'DELIVERED', new.match_id, new.id, new.rating, coalesce(new.answered_at, new.created_at))
        on conflict (delivery_id) where delivery_id is not null
        do update set rating = excluded.rating, happened_at = excluded.happened_at;
    elsif tg_op = 'UPDATE' then
        delete from record_entry where delivery_id = new.id;
    end if;
    return null;
end $$;
comment on function record_of_delivery is 'A confirmed delivery stands in its unit''s record with its rating';
create trigger record_of_delivery_kept after insert or update of status, rating, answered_at on delivery
for each row execute function record_of_delivery();

insert into record_entry (organisation_id, kind, match_id, delivery_id, rating, happened_at)
select provider_id, 'DELIVERED', match_id, id, rating, coalesce(answered_at, created_at) from delivery where status = 'CONFIRMED';
insert into record_entry (organisation_id, kind, match_id, happened_at)
select r.organisation_id, 'DECLINED', m.id, m.updated_at from match m join resource r on r.id = m.resource_id where m.status = 'DECLINED';
-- Of a hold that is over the row does not say whose answer was awaited; the ledger does.
insert into record_entry (organisation_id, kind, match_id, happened_at)
select r.organisation_id, 'UNANSWERED', m.id, m.hold_until
from match m join resource r on r.id = m.resource_id
where m.status in ('PROPOSED', 'EXPIRED') and m.hold_until >= m.created_at + interval '3 days'
    and not exists (select from event e
        where e.subject_type = 'Match' and e.subject_id = m.id and e.verb in ('match.offered', 'match.countered'));

create function record_counts(number bigint)
returns table (delivered integer, stars integer, cancelled integer, unanswered integer, declined integer)
language sql stable parallel safe rows 1 as $$
select count(*) filter (where e.kind = 'DELIVERED')::integer, coalesce(sum(e.rating), 0)::integer,
    count(*) filter (where e.kind = 'CANCELLED')::integer, count(*) filter (where e.kind = 'UNANSWERED')::integer,
    count(*) filter (where e.kind = 'DECLINED')::integer
from (select r.kind, r.rating from record_entry r
    where r.organisation_id = number and r.status in ('COUNTS', 'UPHELD')
        and r.happened_at <= now() and r.happened_at > now() - interval '24 months'
    order by r.happened_at desc, r.id desc limit 40) e $$;
comment on function record_counts is
'What counts of a unit''s record today: the latest forty entries of the last 24 months that are neither contested nor struck out';

create function record_mark(delivered integer, stars integer, cancelled integer, unanswered integer, declined integer) returns integer
language sql immutable parallel safe
return round((4 * 50 + 20 * stars) / (4 + delivered + cancelled + greatest(0, unanswered - declined) / 2.0))::integer;
comment on function record_mark is
'The part "delivery" of a score, rule 2, in percent: the mean of what counts, with four entries of 50 to begin with. A confirmed delivery counts '
'20 a point, a promise given up by the unit 0, an unanswered proposal half an entry of 0; a decline takes away nothing, and one unanswered proposal';

alter table match_weights add column delivery_rule smallint not null default 2
constraint match_weights_delivery_rule_known check (delivery_rule in (1, 2));
comment on column match_weights.delivery_rule is
'How the part "delivery" is found. 1: the mean rating of the last twenty deliveries, 50 without any; 2: record_mark';
-- What was proposed by the old rule says so for ever; where nothing was, the weights that came with the product only ever knew the new one.
with before as (
    update match_weights set delivery_rule = 1 where exists (select from match) returning *
)
insert into match_weights (category, distance, time, quantity, wording, freshness, delivery, note)
select category, distance, time, quantity, wording, freshness, delivery, '履约情况改按第 2 版规则计算' from before order by id desc limit 1;

-- OFFSET 0 keeps the planner from working a part out once for each of its uses.
create or replace view match_pair as
select d.id as demand_id, r.id as resource_id, d.area_path as demand_path, r.area_path as resource_path,
    r.organisation_id as provider_id, o.obstacle, p.category, greatest(p.distance, o.reach) as distance, p.time, q.quantity, p.wording,
    p.freshness, h.delivery, q.free, q.missing, q.free is not null and r.unit = d.unit as comparable, g.id as weights,
    (g.category * p.category + g.distance * greatest(p.distance, o.reach) + g.time * p.time + g.quantity * q.quantity
        + g.wording * p.wording + g.freshness * p.freshness + g.delivery * h.delivery)::numeric / 100 as total,
    array(select t from unnest(d.terms) t where t = any(r.terms)) as shared, h.delivered, h.stars, h.observed
from demand d
cross join resource r
cross join lateral (select * from match_weights order by id desc limit 1) g
cross join lateral (
    select
        coalesce((select a.percent::integer from category_affinity a
            where a.demand_category_id = d.category_id and a.resource_category_id = r.category_id), 0) as category,
        match_distance(d.area_path, r.area_path) as distance,
        case when not exists (select from resource_window w where w.resource_id = r.id) then 60
            when exists (select from resource_window w where w.resource_id = r.id
                and window_openings(greatest(w.first_day, current_date), least(w.last_day, d.needed_by), w.weekdays) > 0) then 100
            else 0 end as time,
        match_wording(d.terms, r.terms) as wording,
        case when r.confirmed_on >= current_date - 30 then 100 when r.confirmed_on >= current_date - 90 then 70 else 40 end
            as freshness
    offset 0
) p
cross join lateral (
    select record_mark(c.delivered, c.stars, c.cancelled, c.unanswered, c.declined) as delivery, c.delivered, c.stars,
        c.delivered + c.cancelled + greatest(0, c.unanswered - c.declined) as observed
    from record_counts(r.organisation_id) c
    offset 0
) h
cross join lateral (
    select f.free, f.missing,
        case when r.unit <> d.unit then 50 when f.missing <= 0 then 100
            else least(100, floor(100 * f.free / f.missing))::integer end as quantity
    from (select resource_free(r.id, d.needed_by) as free, d.quantity - demand_covered(d.id) as missing offset 0) f
    offset 0
) q
cross join lateral (
    select case
            when r.status <> 'LISTED' or (select u.status from organisation u where u.id = r.organisation_id) <> 'ACTIVE'
                then 'NOT_LISTED'
            when r.valid_until < current_date then 'EXPIRED'
            when r.confirmed_on < current_date - 180 then 'LAPSED'
            when s.named and not s.meant then 'ELSEWHERE'
            when q.free <= 0 then 'EXHAUSTED'
        end as obstacle,
        case when s.meant then 75 else 0 end as reach
    from (select count(*) > 0 as named, coalesce(bool_or(d.area_path ^@ a.path), false) as meant
        from resource_service_area x join area a on a.id = x.area_id where x.resource_id = r.id) s
    offset 0
) o;

alter table notification drop constraint notification_kind_known;
alter table notification add constraint notification_kind_known
    check (kind in ('MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'DECIDED', 'COMMENTED', 'MOVED'));
alter table digest_choice drop constraint digest_choice_kind_known;
alter table digest_choice add constraint digest_choice_kind_known
    check (kind in ('MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'DECIDED', 'COMMENTED', 'MOVED'));
