-- What makes the story a district after some years: some hundred thousand rows.

insert into area (code, level, name, name_key, parent_id, path) select parent.code || to_char(n, 'FM0000'),
    'BUILDING', '楼' || n, 'lou ' || md5(n::text), parent.id, parent.path || parent.code || to_char(n, 'FM0000') || '/'
    from (select id, code, path from area where level = 'COMMUNITY') parent, generate_series(1, 25) n;

insert into person (name, name_key, words) select '人' || n, 'ren ' || md5(n::text), array[md5(n::text)] from
    generate_series(1, 20000) n;

insert into organisation (kind, name, name_key, words, area_id, area_path, status, updated_at) select 'ENTERPRISE',
    '单位' || n, 'dan wei ' || md5(n::text), array[md5(n::text), 'd' || n % 50], area.id, area.path, 'ACTIVE', now() - n
    * interval '1 minute' from generate_series(1, 20000) n join (select id, path, row_number() over (order by id) as
    r, count(*) over () as total from area where level = 'COMMUNITY') area on area.r = 1 + n % total;

insert into membership (person_id, organisation_id, role) select p.id, o.id, 'MEMBER' from (select id, row_number()
    over (order by id) r from person where name like '人%') p join (select id, row_number() over (order by id) r from
    organisation where name like '单位%') o using (r);

insert into contact (organisation_id, name_sealed, name_mask, phone_sealed, phone_mask) select id, '', '单*', '',
    '139****0000' from organisation where name like '单位%';

insert into committee (organisation_id, area_id, area_path, term_from) select distinct on (area_id) o.id, area_id,
    area_path, '2020-01-01'::date from organisation o where name like '单位%' and not exists (select from committee c
    where c.area_id = o.area_id);

insert into seat (committee_id, role, organisation_id, valid_from) select c.id, 'MEMBER_UNIT', o.id, '2020-01-01' from
    committee c join organisation o on o.area_id = c.area_id where o.name like '单位%';

insert into visit (team_id, organisation_id, visited_on) select (select min(id) from organisation), id, current_date
    from organisation where name like '单位%';

insert into zone (kind, name, name_key, area_id, area_path) select 'INDUSTRIAL_PARK', '园区' || n, 'yuan qu ' || n,
    area.id, area.path from generate_series(1, 100) n, (select id, path from area where code = '110105') area;

insert into zone_unit (zone_id, organisation_id) select z.id, o.id from (select id, row_number() over () r from zone)
    z join (select id, row_number() over () r from organisation where name like '单位%') o on z.r = 1 + o.r % 100;

insert into event (at, via, verb, subject_type, subject_id, area_path, organisation_ids) select
    '2026-06-01'::timestamptz + n * interval '1 second', 'job', 'organisation.edited', 'Organisation', o.id,
    o.area_path, array[o.id] from organisation o, generate_series(1, 5) n where o.name like '单位%';

insert into resource (organisation_id, category_id, area_id, area_path, title, title_key, words, terms, measure, quantity, unit,
    valid_until, confirmed_on, status, updated_at) select o.id, c.id, o.area_id, o.area_path, '资源' || o.r, 'zi yuan '
    || md5(o.r::text), array[md5(o.r::text), 'd' || o.r % 50], array['t' || o.r % 90, 'u' || o.r % 7], c.measure, 1 + o.r % 90, c.unit, current_date + (o.r %
    700)::int - 100, current_date - (o.r % 200)::int, (array['LISTED', 'LISTED', 'LISTED', 'LISTED', 'SUBMITTED', 'DRAFT',
    'WITHDRAWN'])[1 + o.r % 7], now() - o.r * interval '1 minute' from (select *, row_number() over (order by id) as r
    from organisation where name like '单位%') o join (select *, row_number() over (order by id) as r from category
    where list = 'RESOURCE') c on c.r = 1 + o.r % 13;

insert into resource_window (resource_id, first_day, last_day, weekdays, opens, closes) select id, current_date,
    valid_until, '{1,3,5}'::smallint[], '09:00'::time, '11:30'::time from resource where valid_until > current_date and measure = 'PER_WINDOW'
    union all select id, current_date, valid_until, '{6,7}'::smallint[], '14:00'::time, '17:00'::time from resource where valid_until >
    current_date;

insert into resource_service_area (resource_id, area_id) select id, area_id from resource where id % 2 = 0 and title like
    '资源%';

insert into demand (organisation_id, category_id, area_id, area_path, title, title_key, words, quantity, unit, needed_by, origin,
    axis, status, level, listed_at, updated_at) select o.id, c.id, o.area_id, o.area_path, '需求' || o.r, 'xu qiu ' ||
    md5(o.r::text), array[md5(o.r::text), 'd' || o.r % 50], 1 + o.r % 90, c.unit, current_date + (o.r % 700)::int - 100,
    'UNIT', 'RESIDENT', (array['LISTED', 'LISTED', 'LISTED', 'SUBMITTED', 'DRAFT', 'WITHDRAWN'])[1 + o.r % 6], 'KEY', now()
    - o.r * interval '1 minute', now() - o.r * interval '1 minute' from (select *, row_number() over (order by id) as r from
    organisation where name like '单位%') o join (select *, row_number() over (order by id) as r from category where list =
    'DEMAND') c on c.r = 1 + o.r % 12;

insert into claim (demand_id, organisation_id) select id, organisation_id from demand where title like '需求%';

update demand set terms = array['t' || id % 90, 'u' || id % 7] where title like '需求%';

insert into match (demand_id, resource_id, quantity, covers, status, hold_until, settled, settled_covers, score, weights) select
    d.id, r.id, 1, 1, s.status, now() + interval '1 day', case when s.status = 'DONE' then 1 end, case when s.status = 'DONE' then 1
    end, 50, 1 from (select id, row_number() over (order by id) n from demand where title like '需求%') d join (select id,
    row_number() over (order by id) n from resource where title like '资源%') r using (n) cross join lateral (select
    case n % 12 when 0 then 'PROPOSED' when 1 then 'AGREED' when 2 then 'DECLINED' else 'DONE' end as status) s;

insert into wait (demand_id, resource_id, quantity, covers, status, hold_until) select d.id, r.id, 1, 1, case n % 9 when 0 then 'ASKED'
    when 1 then 'WAITING' else 'PASSED' end, now() + interval '1 day' from (select id, row_number() over (order by id desc) n from demand
    where title like '需求%') d join (select id, row_number() over (order by id) n from resource where title like '资源%') r using (n);

insert into delivery (match_id, provider_id, quantity, delivered_on, status, rating, answered_at) select m.id, r.organisation_id, 1,
    current_date, 'CONFIRMED', 4, now() from match m join resource r on r.id = m.resource_id;

insert into record_entry (organisation_id, kind, match_id, happened_at) select r.organisation_id, 'CANCELLED', m.id, now() - m.id * interval
    '1 minute' from match m join resource r on r.id = m.resource_id where m.status = 'DONE' and m.id % 9 = 0 on conflict do nothing;

insert into match_choice (match_id, area_path, category_id, weights, place, among, parts, first_parts) select m.id, d.area_path,
    d.category_id, 1, 1 + m.id % 9, 20, array_fill(50, array[7])::smallint[], array_fill(60, array[7])::smallint[] from match m join demand d
    on d.id = m.demand_id on conflict do nothing;

-- One in ten is under way, in the present half-year; the others are done with.
insert into project (origin, area_id, area_path, title, title_key, words, half_year, lead_id, required_kinds, award, status, published_at,
    updated_at) select 'COMMITTEE', o.area_id, o.area_path, '项目' || o.r, 'xiang mu ' || md5(o.r::text), array[md5(o.r::text), 'd' || o.r %
    50], case when o.r % 60 < 6 then to_char(now(), 'YYYY') || '-H' || (extract(month from now())::int + 5) / 6 else '20' || 20 + o.r % 5
    || '-H' || 1 + o.r % 2 end, o.id, '{COMMUNITY}', 1000, coalesce((array['PROPOSED', 'CLAIMED', 'SIGNED', 'IN_PROGRESS', 'DELIVERED',
    'EVALUATED'])[1 + o.r % 60], 'WRITTEN_OFF'), now(), now() - o.r * interval '1 minute' from (select *, row_number() over (order by id)
    as r from organisation where name like '单位%') o;

insert into project_partner (project_id, organisation_id, kind, status) select id, lead_id, 'OTHER', 'AGREED' from project where title
    like '项目%';

insert into project_criterion (project_id, place, text, met) select id, 1, '达标', true from project where title like '项目%';

insert into project_stage (project_id, name, starts_on, ends_on, done_on) select id, '实施', current_date, current_date, case when status =
    'WRITTEN_OFF' then current_date end from project where title like '项目%';

insert into project_note (project_id, noted_on, text) select id, current_date, '进展' from project where title like '项目%';

insert into project_spending (project_id, amount, spent_on, purpose) select id, 1, current_date, '材料' from project where title like
    '项目%';

insert into project_demand (project_id, demand_id) select p.id, d.id from (select id, row_number() over (order by id) n from project where
    title like '项目%') p join (select id, row_number() over (order by id) n from demand where title like '需求%') d using (n);

insert into project_rating (project_id, demand_id, account_id, rating) select x.project_id, x.demand_id, 1, 4 from project_demand x join
    project p on p.id = x.project_id where p.title like '项目%' and p.status in ('EVALUATED', 'WRITTEN_OFF');

insert into project_match (project_id, match_id) select p.id, m.id from (select id, row_number() over (order by id) n from project where
    title like '项目%') p join (select id, row_number() over (order by id) n from match where not exists (select from project_match
    where match_id = match.id)) m using (n);

insert into project_brand (project_id, category_id) select p.id, c.id from project p, category c where c.list = 'BRAND' and p.title like
    '项目%';

insert into comment (demand_id, account_id, person_id, text) select d.id, a.id, a.person_id, '收到' from demand d cross join (select id,
    person_id from account order by id limit 1) a where d.title like '需求%';

insert into comment (resource_id, account_id, person_id, text) select r.id, a.id, a.person_id, '收到' from resource r cross join (select
    id, person_id from account order by id limit 1) a where r.title like '资源%';

insert into mention (comment_id, person_id, name) select c.id, p.id, p.name from comment c join person p on p.id = 1 + c.id % 40;

insert into stored_file (digest, size) select sha256(convert_to(id::text, 'UTF8')), 7 from resource where title like '资源%';

insert into attachment (resource_id, kind, media_type, file_name, size, content) select id, 'DOCUMENT', 'application/pdf', '说明.pdf', 7,
    sha256(convert_to(id::text, 'UTF8')) from resource where title like '资源%';

insert into attachment (note_id, kind, media_type, file_name, size, content) select n.id, 'DOCUMENT', 'application/pdf', '说明.pdf', 7,
    s.digest from project_note n cross join lateral (select digest from stored_file limit 1) s;

insert into plan (area_id, area_path, first_day, last_day, status, account_id, weights, solved_run, served, solved_at) select a.id, a.path,
    current_date, current_date + 180, 'DRAFT', 1, 1, 1, 90, now() from (select id, path from area order by path limit 400) a;

insert into plan_need (plan_id, demand_id, area_id, place, missing, planned) select p.id, d.id, d.area_id, d.n, 10, 5 from (select id,
    row_number() over (order by id) n from plan) p join (select id, area_id, row_number() over (order by id) n from demand where title like
    '需求%' limit 16000) d on d.n % 400 = p.n - 1 on conflict do nothing;

insert into plan_line (plan_id, demand_id, resource_id, quantity, covers, score, run) select n.plan_id, n.demand_id, r.id, 5, 5, 60, 1 from
    plan_need n join (select id, row_number() over (order by id) n from resource where title like '资源%') r on r.n = 1 + n.id % 5000 on conflict
    do nothing;

insert into plan_alternative (plan_id, run, demand_id, resource_id, place, score, covers, left_over, obstacle) select plan_id, 1, demand_id,
    resource_id, 0, 60, 5, 0, 'CHOSEN' from plan_line;
