-- The book of capacity: every change of what there is of an offer, and of what is held, promised or used of it. Nothing in it is changed.

create table capacity_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    account_id bigint,
    resource_id bigint references resource,
    kind text not null constraint capacity_entry_kind_known
        check (kind in ('STOCK', 'CORRECTION', 'HOLD', 'AGREEMENT', 'RELEASE', 'SETTLEMENT', 'TRANSFER')),
    quantity numeric(14, 2) not null,
    unit text not null,
    until timestamptz,
    day date,
    opens time,
    match_id bigint,
    reason text not null default '' constraint capacity_entry_reason_length check (char_length(reason) <= 500),
    constraint capacity_entry_one_subject check (num_nonnulls(resource_id) = 1),
    constraint capacity_entry_opening_whole check ((day is null) = (opens is null)),
    constraint capacity_entry_says_something check (quantity <> 0 or kind = 'SETTLEMENT')
);
comment on table capacity_entry is
'The book of capacity, append-only: the sum of the entries that count at a moment is what was left then. Whatever else has capacity gets a column beside resource_id';
comment on column capacity_entry.account_id is 'Who did it; null: nobody in particular, such as the clock';
comment on column capacity_entry.quantity is 'What it adds to what is left, or takes from it';
comment on column capacity_entry.until is 'It counts up to this moment: a hold ends by itself, and so does the entry that takes a hold back; null: without an end';
comment on column capacity_entry.day is 'It is about one opening; null: about the stock, or about every opening alike';
create index capacity_entry_resource on capacity_entry (resource_id, at, id);
create index capacity_entry_match on capacity_entry (match_id) where match_id is not null;
create index capacity_entry_corrected on capacity_entry (resource_id, day, opens) where kind = 'CORRECTION' and day is not null;

alter table match add column transferred_from bigint constraint match_transferred_from references match;
comment on column match.transferred_from is 'The promise of which this one took over a part or all';
create index match_transferred on match (transferred_from) where transferred_from is not null;

create function capacity_entry_stays() returns trigger
language plpgsql as $$
begin
    raise exception 'capacity_entry is append-only: correct it by another entry';
end $$;
comment on function capacity_entry_stays is 'Nobody changes what is in the book';
create trigger capacity_entry_stays before update or delete on capacity_entry for each row execute function capacity_entry_stays();

create function match_taken(m match) returns numeric
language sql immutable parallel safe
return case when m.status in ('PROPOSED', 'COUNTERED', 'AGREED') then m.quantity when m.status = 'DONE' then m.settled else 0 end;
comment on function match_taken is 'How much of its resource a match takes as it stands, until its hold is over if it is one';

create function match_taken_until(m match) returns timestamptz
language sql immutable parallel safe
return case when m.status in ('PROPOSED', 'COUNTERED') then m.hold_until end;
comment on function match_taken_until is 'Until when a match takes it; null: without an end';

create function capacity_book(number bigint, moment timestamptz, account bigint, what text, amount numeric, ends timestamptz,
    on_day date, hour time, of_match bigint, why text) returns void
language sql
begin atomic
    insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit, until, day, opens, match_id, reason)
    select r.id, moment, account, what, amount, r.unit, ends, on_day, hour, of_match, left(why, 500) from resource r
    -- What is over already would never count.
    where r.id = number and (ends is null or ends > moment) and (amount <> 0 or what = 'SETTLEMENT');
end;
comment on function capacity_book is 'Writes one entry';

create function match_book_change(was match, becomes match, moment timestamptz, account bigint, moved boolean, why text) returns void
language plpgsql as $$
declare
    before numeric := coalesce(match_taken(was), 0);
    after numeric := coalesce(match_taken(becomes), 0);
    same boolean := coalesce((was.resource_id, was.day, was.opens) is not distinct from (becomes.resource_id, becomes.day, becomes.opens), false);
begin
    if same and was.status = 'AGREED' and becomes.status in ('AGREED', 'DONE') then
        if becomes.status = 'DONE' or before <> after then
            perform capacity_book(was.resource_id, moment, account, case when becomes.status = 'DONE' then 'SETTLEMENT' when moved then 'TRANSFER'
                else 'AGREEMENT' end, before - after, null, was.day, was.opens, was.id, why);
        end if;
        return;
    end if;
    if same and before = after and match_taken_until(was) is not distinct from match_taken_until(becomes)
        and (was.status = 'AGREED') = (becomes.status = 'AGREED') then
        return;
    end if;
    perform capacity_book(was.resource_id, moment, account, case when moved and was.status = 'AGREED' then 'TRANSFER' else 'RELEASE' end,
        before, match_taken_until(was), was.day, was.opens, was.id, why);
    perform capacity_book(becomes.resource_id, moment, account, case when moved and was.id is null then 'TRANSFER'
        when match_taken_until(becomes) is null then 'AGREEMENT' else 'HOLD' end,
        -after, match_taken_until(becomes), becomes.day, becomes.opens, becomes.id, why);
end $$;
comment on function match_book_change is
'Enters what a change of a match changes of its resource: a hold with its end, a promise, what is let go, what was settled';

create function match_book(m match) returns void
language plpgsql as $$
declare
    was match;
    becomes match;
    e record;
begin
    for e in
        select at, account_id, data, coalesce(data ->> 'reason', '') as reason, case verb when 'match.proposed' then 'PROPOSED'
                when 'match.offered' then 'COUNTERED' when 'match.countered' then 'COUNTERED' when 'match.accepted' then 'AGREED'
                when 'match.agreed' then 'AGREED' when 'match.done' then 'DONE' when 'match.declined' then 'DECLINED'
                when 'match.cancelled' then 'CANCELLED' else 'WITHDRAWN' end as status
        from event
        where subject_type = 'Match' and subject_id = m.id and verb in ('match.proposed', 'match.offered', 'match.countered', 'match.accepted',
            'match.agreed', 'match.done', 'match.declined', 'match.withdrawn', 'match.ended', 'match.cancelled')
        order by id
    loop
        becomes := m;
        becomes.status := e.status;
        becomes.settled := case when e.status = 'DONE' then (e.data ->> 'quantity')::numeric end;
        becomes.quantity := coalesce(case when e.status <> 'DONE' then (e.data ->> 'quantity')::numeric end, was.quantity, m.quantity);
        if e.status in ('PROPOSED', 'COUNTERED') then
            becomes.day := (e.data ->> 'day')::date;
            becomes.opens := (e.data ->> 'opens')::time;
            becomes.hold_until := case when m.hold_until > e.at then least(m.hold_until, e.at + interval '7 days')
                else e.at + interval '7 days' end;
        elsif was.id is not null then
            becomes.day := was.day;
            becomes.opens := was.opens;
        end if;
        perform match_book_change(was, becomes, case when e.at = now() then clock_timestamp() else e.at end, e.account_id,
            m.transferred_from is not null, e.reason);
        was := becomes;
    end loop;
    if was.id is null then
        becomes := m;
        becomes.status := case when m.status in ('CANCELLED', 'DONE') then 'AGREED' when m.status in ('DECLINED', 'WITHDRAWN', 'EXPIRED')
            then 'PROPOSED' else m.status end;
        becomes.settled := null;
        perform match_book_change(was, becomes, case when m.created_at = now() then clock_timestamp() else m.created_at end, null, false, '');
        was := becomes;
    end if;
    perform match_book_change(was, m, case when m.updated_at = now() then clock_timestamp() else m.updated_at end, null, false, m.reason);
end $$;
comment on function match_book is
'Enters a match from its beginning: step by step as the event ledger tells, as far as its row knows where that tells nothing';

create function resource_book(r resource) returns void
language plpgsql as $$
declare
    had numeric := coalesce((select (data -> 'changes' -> 'quantity' ->> 0)::numeric from event
        where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.edited' and data -> 'changes' ? 'quantity'
        order by id limit 1), r.quantity);
    e record;
begin
    perform capacity_book(r.id, case when r.created_at = now() then clock_timestamp() else r.created_at end,
        (select account_id from event where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.registered' order by id limit 1),
        'STOCK', had, null, null, null, null, '');
    for e in
        select at, account_id, (data -> 'changes' -> 'quantity' ->> 1)::numeric as quantity from event
        where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.edited' and data -> 'changes' ? 'quantity' order by id
    loop
        perform capacity_book(r.id, case when e.at = now() then clock_timestamp() else e.at end, e.account_id, 'STOCK', e.quantity - had, null, null, null, null, '');
        had := e.quantity;
    end loop;
    perform capacity_book(r.id, clock_timestamp(), null, 'STOCK', r.quantity - had, null, null, null, null, '');
end $$;
comment on function resource_book is 'Enters the stock of an offer from its beginning';

create function capacity_cause(type text, number bigint) returns event
language sql stable
begin atomic
    select e.* from event e
    where e.id = coalesce(
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() and x.subject_type = type and x.subject_id = number
            order by x.id desc limit 1),
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() order by x.xid desc, x.id desc limit 1))
    and e.at = now();
end;
comment on function capacity_cause is
'The event of this transaction about something, or else its last one: it says who acted, what was done, and why';

-- Deferred to the end of the transaction, when the event that says who acted is there, and the moment is in the order of the locks.
create function match_books() returns trigger
language plpgsql as $$
declare
    cause event;
begin
    if tg_op = 'INSERT' then
        perform match_book(new);
        return null;
    end if;
    if tg_op = 'DELETE' then
        perform match_book_change(old, null, clock_timestamp(), null, false, '');
        return null;
    end if;
    cause := capacity_cause('Match', new.id);
    perform match_book_change(old, new, clock_timestamp(), cause.account_id, coalesce(cause.verb = 'match.transferred', false),
        coalesce(case when cause.subject_type = 'Match' then cause.data ->> 'reason' end, ''));
    return null;
end $$;
comment on function match_books is 'Whoever writes a match, and however: the book of capacity has it';
create constraint trigger match_books_new after insert or delete on match deferrable initially deferred
for each row execute function match_books();
create constraint trigger match_books_changed after update of resource_id, quantity, day, opens, status, hold_until, settled on match
deferrable initially deferred for each row execute function match_books();

create function resource_books() returns trigger
language plpgsql as $$
declare
    cause event;
begin
    if tg_op = 'INSERT' then
        perform resource_book(new);
        return null;
    end if;
    cause := capacity_cause('Resource', new.id);
    if new.unit = old.unit then
        perform capacity_book(new.id, clock_timestamp(), cause.account_id, case when cause.verb = 'resource.corrected' then 'CORRECTION' else 'STOCK' end,
            new.quantity - old.quantity, null, null, null, null, coalesce(case when cause.verb = 'resource.corrected' then cause.data ->> 'reason' end, ''));
        return null;
    end if;
    -- What is counted otherwise is another stock.
    insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit)
    values (new.id, clock_timestamp(), cause.account_id, 'STOCK', -old.quantity, old.unit),
        (new.id, clock_timestamp(), cause.account_id, 'STOCK', new.quantity, new.unit);
    return null;
end $$;
comment on function resource_books is 'Whoever writes the quantity of an offer, and however: the book of capacity has it';
create constraint trigger resource_books_new after insert on resource deferrable initially deferred
for each row execute function resource_books();
create constraint trigger resource_books_changed after update of quantity, unit on resource deferrable initially deferred
for each row when (old.quantity <> new.quantity or old.unit <> new.unit) execute function resource_books();

do $$
begin
    perform resource_book(r) from resource r order by r.id;
    perform match_book(m) from match m order by m.id;
end $$;

create function capacity_left(number bigint, moment timestamptz, upto bigint, on_day date, hour time) returns numeric
language sql stable parallel safe
return (select coalesce(sum(e.quantity), 0) from capacity_entry e
    where e.resource_id = number and (e.at, e.id) <= (moment, upto) and (e.until is null or e.until > moment)
        and case when on_day is null then e.kind <> 'CORRECTION' or e.day is null
            else (e.day is null and e.kind in ('STOCK', 'CORRECTION')) or (e.day = on_day and e.opens = hour) end);
comment on function capacity_left is
'What the book says was left at a moment: of the whole stock, or of one opening. Of entries of one moment, those up to a number';

create function resource_balance(number bigint, moment timestamptz) returns numeric
language sql stable parallel safe
return (select greatest(0, case when r.measure = 'TOTAL' then capacity_left(r.id, moment, 9223372036854775807, null, null) else
        (select coalesce(sum(e.quantity), 0) from capacity_entry e where e.resource_id = r.id and e.at <= moment and e.day is null
            and e.kind in ('STOCK', 'CORRECTION'))
        * (select coalesce(sum(window_openings(greatest(w.first_day, moment::date), least(w.last_day, r.valid_until), w.weekdays)), 0)
            from resource_window w where w.resource_id = r.id)
        + (select coalesce(sum(e.quantity), 0) from capacity_entry e where e.resource_id = r.id and e.at <= moment
            and (e.until is null or e.until > moment) and e.day between moment::date and r.valid_until)
        end) from resource r where r.id = number);
comment on function resource_balance is
'What the book says was still to be had at a moment: of the whole stock, or in all openings from then on, by the windows as they are now';

-- What a correction took out of one opening is not to be had there; only the book knows of it.
create or replace function resource_used(number bigint, on_day date, at time) returns numeric
language sql stable parallel safe
return (select coalesce(sum(u.taken), 0) from (
    select coalesce(m.settled, m.quantity) as taken from match m
    where m.resource_id = number and (on_day is null or (m.day = on_day and m.opens = at))
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
    union all
    select -e.quantity from capacity_entry e
    where e.resource_id = number and e.kind = 'CORRECTION' and e.day = on_day and e.opens = resource_used.at) u);
comment on function resource_used is
'How much of a resource is promised, used or taken out by a correction, of one opening or in all; a hold that is over counts no more';

create or replace function resource_free(number bigint, until date) returns numeric
language sql stable parallel safe
return (select greatest(0, case when r.measure = 'TOTAL' then r.quantity - resource_used(r.id, null, null) else
        r.quantity * (select coalesce(sum(window_openings(greatest(w.first_day, current_date), least(w.last_day, until), w.weekdays)), 0)
            from resource_window w where w.resource_id = r.id)
        - (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
            where m.resource_id = r.id and m.day between current_date and until
                and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
        + (select coalesce(sum(e.quantity), 0) from capacity_entry e
            where e.resource_id = r.id and e.kind = 'CORRECTION' and e.day between current_date and resource_free.until)
        end) from resource r where r.id = number);

grant select (resource_id, kind, quantity, day, opens) on capacity_entry to gongzhi_public;
