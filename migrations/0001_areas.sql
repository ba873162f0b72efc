-- The area tree: district, subdistrict, community, grid, building, and estates that may overlap grids.
-- An area keeps its id for ever; where it stood in the tree is a row of area_parentage for each period.

create table area_class (
    code text primary key,
    name text not null,
    participants text[] not null default '{}',
    process text not null default ''
);
comment on table area_class is 'Classes of residential estates; the class picks the default participants and process (configuration)';

create table area (
    id bigint generated always as identity primary key,
    code text collate "C" not null constraint area_code_unique unique,
    level text not null constraint area_level_known
        check (level in ('DISTRICT', 'SUBDISTRICT', 'COMMUNITY', 'GRID', 'BUILDING', 'ESTATE')),
    kind text not null default '',
    name text not null constraint area_name_length check (char_length(name) between 1 and 80),
    short_name text not null default '',
    name_key text collate "C" not null default '',
    words text[] not null default '{}',
    class_code text constraint area_class_known references area_class,
    parent_id bigint constraint area_parent_known references area,
    path text collate "C" not null constraint area_path_ends check (path like '%/'),
    valid_from date not null default '1949-10-01',
    valid_to date,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint area_valid_order check (valid_to is null or valid_to > valid_from),
    constraint area_class_of_estate check (class_code is null or level = 'ESTATE')
);
comment on column area.path is 'Codes of the ancestors and of the area itself, today, each followed by a slash; history is in area_parentage';
create index area_parent on area (parent_id, code);
create index area_path on area (path);
create index area_words on area using gin (words);
create index area_name_key on area (name_key, id);

create table area_parentage (
    id bigint generated always as identity primary key,
    area_id bigint not null references area,
    parent_id bigint references area,
    path text collate "C" not null,
    valid_from date not null,
    valid_to date,
    constraint area_parentage_order check (valid_to is null or valid_to > valid_from),
    constraint area_parentage_once exclude using gist
        (int8range(area_id, area_id, '[]') with &&, daterange(valid_from, valid_to) with &&)
);
create index area_parentage_path on area_parentage (path);

create table area_overlap (
    estate_id bigint not null references area,
    grid_id bigint not null references area,
    primary key (estate_id, grid_id)
);
create index area_overlap_grid on area_overlap (grid_id);
