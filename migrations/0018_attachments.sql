-- Photos and documents of the items on the three lists. The bytes lie in the object store under the digest of their content.

create table stored_file (
    digest bytea primary key constraint stored_file_digest_length check (octet_length(digest) = 32),
    size bigint not null constraint stored_file_size_positive check (size > 0),
    stored_at timestamptz not null default now()
);
comment on table stored_file is 'What lies in the object store, noted down before it is put there: so what nobody refers to is found and erased';

create table upload (
    id bigint generated always as identity primary key,
    account_id bigint not null references account,
    file_name text not null constraint upload_file_name_length check (char_length(file_name) between 1 and 200),
    status text not null default 'OPEN' constraint upload_status_known check (status in ('OPEN', 'RECEIVED', 'ATTACHED')),
    kind text constraint upload_kind_known check (kind in ('IMAGE', 'DOCUMENT')),
    media_type text,
    size bigint,
    width integer,
    height integer,
    content bytea references stored_file,
    thumbnail bytea references stored_file,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint upload_received_whole check ((status = 'OPEN') = (content is null) and (content is null) = (kind is null))
);
comment on table upload is 'A file on its way in: an address is opened, bytes arrive, an item takes it; what nobody takes is erased';
create index upload_account on upload (account_id, id);
create index upload_expired on upload (expires_at);
create index upload_content on upload (content) where content is not null;
create index upload_thumbnail on upload (thumbnail) where thumbnail is not null;

create table attachment (
    id bigint generated always as identity primary key,
    resource_id bigint references resource,
    demand_id bigint references demand,
    project_id bigint references project,
    note_id bigint references project_note,
    delivery_id bigint references delivery,
    kind text not null constraint attachment_kind_known check (kind in ('IMAGE', 'DOCUMENT')),
    media_type text not null,
    file_name text not null constraint attachment_file_name_length check (char_length(file_name) between 1 and 200),
    caption text not null default '' constraint attachment_caption_length check (char_length(caption) <= 200),
    size bigint not null,
    width integer,
    height integer,
    content bytea references stored_file,
    thumbnail bytea references stored_file,
    person_id bigint references person,
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    version integer not null default 1,
    constraint attachment_one_item check (num_nonnulls(resource_id, demand_id, project_id, note_id, delivery_id) = 1),
    constraint attachment_image_measured check ((kind = 'IMAGE') = (width is not null and height is not null)),
    constraint attachment_stored check (content is not null or removed_at is not null),
    constraint attachment_thumbnail_stored check (thumbnail is not null or kind <> 'IMAGE' or removed_at is not null)
);
comment on table attachment is 'A photo or document of exactly one item; of one that was removed, the bytes go after a while and the row stays';
create index attachment_resource on attachment (resource_id, id) where resource_id is not null;
create index attachment_demand on attachment (demand_id, id) where demand_id is not null;
create index attachment_project on attachment (project_id, id) where project_id is not null;
create index attachment_note on attachment (note_id, id) where note_id is not null;
create index attachment_delivery on attachment (delivery_id, id) where delivery_id is not null;
create index attachment_content on attachment (content) where content is not null;
create index attachment_thumbnail on attachment (thumbnail) where thumbnail is not null;
create index attachment_person on attachment (person_id) where person_id is not null;
create index attachment_removed on attachment (removed_at) where removed_at is not null and content is not null;
create index stored_file_stored on stored_file (stored_at);

-- The public sees photos of listed resources and finished projects, without who attached them.
grant select (
    id, resource_id, demand_id, project_id, note_id, delivery_id, kind, media_type, file_name, caption, size, width, height,
    content, thumbnail, created_at, removed_at, version
) on attachment to gongzhi_public;
