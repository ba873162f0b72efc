-- Links by which whoever gets a letter says that offers still stand, without signing in: each for certain offers, once.

create table resource_link (
    id bigint generated always as identity primary key,
    digest bytea not null constraint resource_link_digest_unique unique,
    organisation_id bigint not null references organisation,
    stage smallint constraint resource_link_stage_known check (stage in (14, 3, 0)),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
comment on table resource_link is 'Opens one action once: confirming that its offers still stand. Only a digest of the secret is stored';
comment on column resource_link.stage is 'How many days before lapsing the letter with it was due; null: made by hand';
create index resource_link_organisation on resource_link (organisation_id, id);
create index resource_link_expiry on resource_link (expires_at);

create table resource_link_offer (
    link_id bigint not null references resource_link on delete cascade,
    resource_id bigint not null references resource on delete cascade,
    version integer not null,
    confirmed_on date not null,
    primary key (link_id, resource_id)
);
comment on column resource_link_offer.version is 'Of the offer when the link was made: what was changed since is not confirmed by it';
create index resource_link_offer_resource on resource_link_offer (resource_id, confirmed_on);

create index resource_confirmed on resource (confirmed_on) where status = 'LISTED';

grant select (id, digest, expires_at, used_at) on resource_link to gongzhi_public;
grant select (link_id, resource_id, version) on resource_link_offer to gongzhi_public;
