-- What a district finds configured on its first day, and what the tree of areas and the public's numbers need.

-- The classes of estates as districts describe them (老旧小区准物业、商品房五方共治、保障房三社联动); the participants are our default.
insert into area_class (code, name, participants, process) values
    ('OLD', '老旧小区', '{社区党组织,居委会,物业企业,居民代表}', '“准物业”管理'),
    ('COMMERCIAL', '商品房小区', '{社区党组织,居委会,业委会,物业企业,居民代表}', '“五方共治”'),
    ('AFFORDABLE', '保障房小区', '{社区党组织,社会组织,社会工作者}', '“三社联动”');

-- What was given by mistake is taken back on the same day: a period without a day, in which nothing holds and nothing overlaps.
alter table membership
    drop constraint membership_order,
    add constraint membership_order check (valid_to is null or valid_to >= valid_from);
alter table seat
    drop constraint seat_order,
    add constraint seat_order check (valid_to is null or valid_to >= valid_from);

-- A move follows the children of each area through their periods, and a page shows an area's own periods.
create index area_parentage_parent on area_parentage (parent_id);
create index area_parentage_area on area_parentage (area_id, valid_from);

-- The public sees how many units a committee has and a zone covers, and which teams look after an area: numbers and units,
-- never who holds a seat.
grant select (committee_id, role, organisation_id, valid_from, valid_to) on seat to gongzhi_public;
grant select (zone_id, organisation_id, coverage) on zone_unit to gongzhi_public;
grant select (organisation_id, area_id) on liaison_area to gongzhi_public;
