"""From the secret of a session or token to the viewer, in one statement."""

from dataclasses import dataclass

import asyncpg

from schema.accounts.hashing import secret_hash
from schema.accounts.rules import IDLE
from schema.engine.access import Viewer

_BY_SESSION = """
with seen as (
    update session set seen_at = now()
    where secret_hash = $1 and ended_at is null and seen_at < now() - interval '1 minute' and seen_at > now() - $2::interval
),
bearer as (
    select account_id, id as session, null::bigint as token, null::text[] as scopes, expires_at
    from session
    where secret_hash = $1 and ended_at is null and expires_at > now() and seen_at > now() - $2::interval
)
"""
_BY_NUMBER = """
with bearer as (
    select $1::bigint as account_id, null::bigint as session, null::bigint as token, null::text[] as scopes,
        null::timestamptz as expires_at
)
"""
_BY_APP = """
with used as (
    update token set used_at = now()
    where secret_hash = $1 and ended_at is null and coalesce(used_at < now() - interval '1 minute', true)
),
bearer as (
    select account_id, null::bigint as session, id as token, scopes, expires_at
    from token
    where secret_hash = $1 and ended_at is null and coalesce(expires_at > now(), true)
)
"""
ROLES = """
cross join lateral (
    select
        coalesce(array_agg(distinct place.path) filter (where place.path is not null), '{}') as areas,
        coalesce(array_agg(distinct m.organisation_id) filter (where m.role in ('MANAGER', 'HANDLER')), '{}') as managed,
        coalesce(array_agg(distinct m.organisation_id), '{}') as organisations
    from membership m
    left join lateral (
        select area.path
        from committee c
        join organisation o on o.id = c.organisation_id and o.status = 'ACTIVE'
        join area on area.id = c.area_id
        where c.organisation_id = m.organisation_id and m.role = 'COORDINATOR'
        union
        select p.path
        from committee c
        join organisation o on o.id = c.organisation_id and o.status = 'ACTIVE'
        join area_parentage p on p.area_id = c.area_id and p.valid_from <= current_date
        where c.organisation_id = m.organisation_id and m.role = 'COORDINATOR'
    ) place on true
    where m.person_id = a.person_id and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
) r
"""
"""SQL: beside a row ``a`` of account as ``r``, the areas in which it coordinates, what it manages and belongs to."""
_VIEWER = f"""
select a.id as account, a.person_id as person, a.administrator, a.language, a.must_change_password,
    b.session, b.token, b.scopes, b.expires_at, r.areas, r.managed, r.organisations
from bearer b
join account a on a.id = b.account_id and a.status = 'ACTIVE'
{ROLES}"""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody recognised."""

    viewer: Viewer
    until: float | None
    """When the session or token ends by itself, in seconds since 1970; None: never."""


async def of_session(pool: asyncpg.Pool, secret: str) -> Known | None:
    """Whoever has a session with this secret; notes at most once a minute that it is used.

    A committee's coordinator reaches what lies below its area today and what lay below it where the area stood before: records
    keep the path of their day. None when there is no such session, or it has ended, or its account is closed.
    """
    row = await pool.fetchrow(_BY_SESSION + _VIEWER, secret_hash(secret), IDLE)
    return _known(row, "page") if row else None


async def of_token(pool: asyncpg.Pool, secret: str) -> Known | None:
    """The app with this token: its account's roles, within the token's scopes. None likewise."""
    row = await pool.fetchrow(_BY_APP + _VIEWER, secret_hash(secret))
    return _known(row, "api") if row else None


async def of_account(pool: asyncpg.Pool, account: int) -> Viewer | None:
    """An account as the viewer that it would be, for a job that asks on its behalf; None when it is closed."""
    row = await pool.fetchrow(_BY_NUMBER + _VIEWER, account)
    return _known(row, "job").viewer if row else None


def _known(row: asyncpg.Record, via: str) -> Known:
    viewer = Viewer(
        account=row["account"],
        person=row["person"],
        administrator=row["administrator"],
        areas=tuple(row["areas"]),
        managed=tuple(row["managed"]),
        organisations=tuple(row["organisations"]),
        scopes=None if row["scopes"] is None else frozenset(row["scopes"]),
        language=row["language"],
        via=via,
        session=row["session"],
        token=row["token"],
        must_change_password=row["must_change_password"] and row["scopes"] is None,
    )
    return Known(viewer, row["expires_at"].timestamp() if row["expires_at"] else None)
