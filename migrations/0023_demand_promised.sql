-- How much of a demand is promised stands beside it: every list, board and desk asks, of thousands of rows at once.

alter table demand add column promised numeric(14, 2) not null default 0;
comment on column demand.promised is 'How much of it is agreed upon or delivered, in its unit; kept by a trigger on match';

update demand d set promised = m.promised
from (select demand_id, sum(coalesce(settled_covers, covers)) as promised from match where status in ('AGREED', 'DONE') group by demand_id) m
where m.demand_id = d.id;

create function match_counts(status text, covers numeric, settled_covers numeric) returns numeric
language sql immutable parallel safe
return case when status in ('AGREED', 'DONE') then coalesce(settled_covers, covers) else 0 end;
comment on function match_counts is 'How much of its demand a match counts as promised';

-- By differences, so that two who change matches of one demand at a time both count.
create function demand_promised_keep() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        update demand set promised = promised - match_counts(old.status, old.covers, old.settled_covers)
        where id = old.demand_id and match_counts(old.status, old.covers, old.settled_covers) <> 0;
    end if;
    if tg_op <> 'DELETE' then
        update demand set promised = promised + match_counts(new.status, new.covers, new.settled_covers)
        where id = new.demand_id and match_counts(new.status, new.covers, new.settled_covers) <> 0;
    end if;
    return null;
end $$;
comment on function demand_promised_keep is 'Whoever writes a match, and however: its demand says how much of it is promised';
create trigger demand_promised_new after insert or delete on match for each row execute function demand_promised_keep();
create trigger demand_promised_changed after update of demand_id, status, covers, settled_covers on match
for each row execute function demand_promised_keep();

grant select (promised) on demand to gongzhi_public;
