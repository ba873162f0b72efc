-- The lists that matching is measured on, %(resources)s offers and %(demands)s demands over the areas and units of the other benches.
-- Words are drawn as in texts, a few often and most rarely: six in ten from those of a class, the rest from all.

select setseed(0.42);

alter table resource disable trigger resource_terms_new;

alter table resource disable trigger resource_books_new;

alter table resource disable trigger balance_changed_new;

alter table demand disable trigger balance_changed_new;

insert into resource (organisation_id, category_id, area_id, area_path, title, title_key, words, terms, measure, quantity, unit,
    valid_until, confirmed_on, status)
select o.id, c.id, o.area_id, o.area_path, '样例资源' || g.n, 'yang li zi yuan ' || g.n, '{}',
    array(select distinct case when random() < 0.6 then 'c' || c.n * 300 + floor(300 * random() ^ 2)
        else 'g' || floor(5000 * random() ^ 3) end from generate_series(1, 6 + g.n %% 6)),
    c.measure, 1 + floor(100 * random()), c.unit, current_date - 30 + floor(600 * random())::integer,
    current_date - floor(200 * random())::integer, case when random() < 0.9 then 'LISTED' else 'SUBMITTED' end
from (select n, 1 + floor(20000 * random())::integer as unit, 1 + floor(13 * random())::integer as class
    from generate_series(1, %(resources)s) n) g
join organisation o on o.id = g.unit
join (select *, row_number() over (order by id) as n from category where list = 'RESOURCE') c on c.n = g.class;

insert into resource_window (resource_id, first_day, last_day, weekdays, opens, closes)
select id, current_date - 30, valid_until, array[1 + id %% 5, 7]::smallint[], '09:00', '17:00'
from resource where measure = 'PER_WINDOW' and valid_until > current_date - 30;

insert into demand (organisation_id, category_id, area_id, area_path, title, title_key, words, terms, quantity, unit, needed_by, origin,
    axis, status, level, listed_at)
select null, c.id, a.id, a.path, '样例需求' || g.n, 'yang li xu qiu ' || g.n, '{}',
    array(select distinct 'c' || c.n * 300 + floor(300 * random() ^ 2) from generate_series(1, 6 + g.n - g.n)),
    10 + floor(20 * random()), c.unit, current_date + 60 + floor(60 * random())::integer, 'GRID', 'RESIDENT', 'LISTED', 'KEY', now()
from generate_series(1, %(demands)s) g (n)
join (select id, path, row_number() over (order by code) as n from area where level = 'COMMUNITY') a on a.n = 1 + g.n %% 446
join (select d.id, r.unit, r.n, row_number() over (order by d.id) as place
    from category d join category_affinity f on f.demand_category_id = d.id and f.percent = 100
    join (select *, row_number() over (order by id) as n from category where list = 'RESOURCE') r on r.id = f.resource_category_id
    where r.measure = 'TOTAL') c on c.place = 1 + g.n %% (select count(*) from category d join category_affinity f
    on f.demand_category_id = d.id and f.percent = 100 join category r on r.id = f.resource_category_id where r.measure = 'TOTAL');

-- For half of the demands one unit has what is needed: enough of it and three to five of the words, but of every fourth only of a
-- similar class, a third of them in another subdistrict, and confirmed at any time within half a year. Beside it: the same words
-- elsewhere but confirmed long ago, too little of it near by, and all of the words but lapsed.
create table partner as
select d.id as demand_id, d.needed_by, d.unit, d.quantity, d.terms, r.id as category_id, near.area_id, near.area_path, near.id as unit_id,
    far.area_id as far_area_id, far.area_path as far_area_path, far.id as far_unit_id
from (select * from demand where status = 'LISTED' and title like '样例需求%%' order by id limit 300) d
cross join lateral (select resource_category_id as id from category_affinity f where f.demand_category_id = d.category_id
    order by percent desc, resource_category_id offset case when d.id %% 4 = 0 then 1 else 0 end limit 1) r
cross join lateral (select * from organisation o where o.status = 'ACTIVE' and o.area_path ^@ case d.id %% 3 when 0 then d.area_path
    when 1 then substring(d.area_path from '^[^/]+/[^/]+/') else substring(d.area_path from '^[^/]+/') end order by md5(o.id || ' ' || d.id) limit 1) near
cross join lateral (select * from organisation o where o.status = 'ACTIVE' and not o.area_path ^@ substring(d.area_path from '^[^/]+/[^/]+/')
    order by md5(o.id || ' ' || d.id) limit 1) far;

insert into resource (organisation_id, category_id, area_id, area_path, title, title_key, words, terms, measure, quantity, unit,
    valid_until, confirmed_on, status)
select case when k.far then p.far_unit_id else p.unit_id end, p.category_id, case when k.far then p.far_area_id else p.area_id end,
    case when k.far then p.far_area_path else p.area_path end, k.title, p.demand_id::text, '{}',
    p.terms[1:coalesce(k.words, 3 + p.demand_id %% 3)] || array['g' || 9000 + p.demand_id], 'TOTAL', ceil(p.quantity * k.share), p.unit, p.needed_by + 90,
    current_date - coalesce(k.age, p.demand_id::integer * 7 %% 170), 'LISTED'
from partner p cross join (values
    ('样例少量', false, 3, 0.3, 100), ('样例远处', true, null, 1.2, 175), ('样例失效', false, 6, 1.5, 200),
    ('样例良配', false, null, 1.2, null)
) k (title, far, words, share, age);

insert into resource_term (term, area_path, resource_id)
select distinct t.term, r.area_path, r.id from resource r, unnest(r.terms) t (term) where r.status = 'LISTED' order by 1, 2, 3;

insert into capacity_entry (resource_id, at, kind, quantity, unit)
select id, created_at, 'STOCK', quantity, unit from resource r
where not exists (select from capacity_entry e where e.resource_id = r.id) order by id;

alter table resource enable trigger resource_terms_new;

alter table resource enable trigger resource_books_new;

alter table resource enable trigger balance_changed_new;

alter table demand enable trigger balance_changed_new;

create table baseline as
select id, to_tsvector('simple', array_to_string(terms, ' ')) as text from resource where status = 'LISTED';

create index baseline_text on baseline using gin (text)
