-- What is confirmed counts at once, not only when its promise is closed; and no proposal is held longer than both its sides stand.

create function demand_met(number bigint) returns numeric
language sql stable parallel safe
return (select coalesce(sum(case m.status when 'DONE' then m.settled_covers
            else round(m.covers * least(1, y.confirmed / m.quantity), 2) end), 0)
    from match m cross join lateral (
        select coalesce(sum(quantity), 0) as confirmed from delivery where match_id = m.id and status = 'CONFIRMED'
    ) y
    where m.demand_id = number and m.status in ('AGREED', 'DONE'));
comment on function demand_met is
'How much of a demand has been delivered and confirmed, in its unit: of an agreed promise in the proportion that has been, of a closed one what was settled';

create function match_hold_end(needed_by date, valid_until date, confirmed_on date) returns timestamptz
language sql stable parallel safe
return (least(needed_by, valid_until, confirmed_on + 180) + 1)::timestamptz;
comment on function match_hold_end is
'When a demand or an offer is over, at midnight after its last day; no proposal between them is held longer';

update match m set hold_until = match_hold_end(d.needed_by, r.valid_until, r.confirmed_on)
from demand d, resource r
where m.status in ('PROPOSED', 'COUNTERED') and d.id = m.demand_id and r.id = m.resource_id
    and m.hold_until > match_hold_end(d.needed_by, r.valid_until, r.confirmed_on);

grant select (match_id, quantity, status) on delivery to gongzhi_public;
grant select (demand_id, ended_at) on claim to gongzhi_public;
