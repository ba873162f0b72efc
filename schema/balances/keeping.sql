-- name: districts
select path from area where level = 'DISTRICT' order by path;

-- name: missing
select period from unnest(:periods::text[]) p (period)
where not exists (select from balance_kept k where k.top = :top and k.period = p.period and k.day = current_date);

-- name: alone!
select pg_advisory_xact_lock(hashtext('balances'));

-- name: begun^
insert into balance_kept as k (top, period, day, counted_at) values (:top, :period, current_date, now())
on conflict (top, period) do update set day = excluded.day, counted_at = excluded.counted_at where k.day <> excluded.day
returning top;

-- name: forget!
with needs as (delete from balance_need where top = :top and period = :period and (:part::text is null or part = :part::text)),
supplies as (delete from balance_supply where top = :top and period = :period and (:part::text is null or part = :part::text))
delete from balance_listing where :period = '' and top = :top and (:part::text is null or part = :part::text);

-- name: outdate!
with needs as (delete from balance_need where top = :top and period <> all (:periods::text[])),
supplies as (delete from balance_supply where top = :top and period <> all (:periods::text[]))
delete from balance_kept where top = :top and period <> all (:periods::text[]);

-- name: changed
select part from balance_change where top = :top
union
select split_part(r.area_path, '/', 2) as part from match m join resource r on r.id = m.resource_id
where m.status in ('PROPOSED', 'COUNTERED') and m.hold_until <= now()
and m.hold_until > (select min(counted_at) from balance_kept where top = :top and day = current_date)
and r.area_path >= :top and r.area_path < :top || '~';

-- name: unmark!
delete from balance_change where top = :top and part = :part;

-- name: seen!
update balance_kept set counted_at = :moment where top = :top and day = current_date and counted_at < :moment;
