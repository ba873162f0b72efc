"""Links that confirm: whoever holds one says that certain offers still stand, without signing in (mission row N12).

A link can do nothing else, works once and for thirty days, and shows no more of the unit than the offers' titles. Opening it
changes nothing, since mail scanners open links too.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import strawberry

from schema.accounts.hashing import SECRET, new_secret, secret_hash
from schema.engine.access import EVERYONE
from schema.engine.actions import Act, action
from schema.engine.mapping import Argument, column, described, entity, to_many, to_one
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change, Payload
from schema.engine.refusals import refuse
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.resources.decisions import tell
from schema.resources.rules import LINK
from schema.resources.types import Resource

sql = statements(__file__, "links")

_OPEN = "{self}.used_at is null and {self}.expires_at > now()"
_OFFERS = (
    "(select f.link_id, f.resource_id, r.title, trim_scale(r.quantity) as quantity, r.unit, r.status = 'LISTED'"
    " and o.status = 'ACTIVE' and r.valid_until >= current_date and r.version = f.version as stands"
    " from resource_link_offer f join resource r on r.id = f.resource_id join organisation o on o.id = r.organisation_id)"
)


@strawberry.enum(description="How a link stands.")
class ResourceConfirmationState(Enum):
    """How a link stands."""

    OPEN = strawberry.enum_value("OPEN", description="可以确认")
    USED = strawberry.enum_value("USED", description="已使用")
    EXPIRED = strawberry.enum_value("EXPIRED", description="已过期")


@entity(_OFFERS, visible=EVERYONE, public=EVERYONE)
class ResourceToConfirm:
    """An offer that a link is for."""

    title: str
    """What it is."""
    quantity: str = column("{row}.quantity::text")
    """How much there is of it."""
    unit: str
    """What is counted."""
    stands: bool
    """Whether the link can confirm it: it is on the list, and nobody has changed or confirmed it since the link was made."""


@entity("resource_link", visible=EVERYONE, public=EVERYONE)
class ResourceConfirmation:
    """What a link can confirm; for whoever holds it."""

    state: ResourceConfirmationState = column(
        "case when {row}.used_at is not null then 'USED' when {row}.expires_at <= now() then 'EXPIRED' else 'OPEN' end"
    )
    """Whether it can be used."""
    offers: list[ResourceToConfirm] = to_many(f"{{row}}.link_id = {{self}}.id and {_OPEN}", "{row}.resource_id")
    """The offers, as long as the link can be used."""


@strawberry.type
class ConfirmationQueries:
    """Root fields about links."""

    resource_confirmation: ResourceConfirmation | None = to_one(
        on="{row}.digest = {arg.secret}",
        secret=Argument(str, "bytea", secret_hash, description="The last part of the link"),
    )
    """What a link can confirm."""


@described
@strawberry.input(description="The link.")
class ResourceConfirmByLinkInput(Input):
    """The link."""

    secret: str
    """Its last part."""


@described
@strawberry.input(description="For which offer to make a link.")
class ResourceLinkInput(Change):
    """For which offer to make a link."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ResourceConfirmByLinkPayload(Payload):
    """What was confirmed."""

    titles: list[str] = column("coalesce({result.titles:text[]}, '{}')")
    """The titles of the offers that stand again; empty when refused."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ResourceLinkPayload(Payload):
    """The offer and its link."""

    resource: Resource | None = to_one("{result.resource:bigint}")
    """The offer."""
    link: str | None = column("{result.link:text}")
    """The address to send or print, told once; null when refused."""


@action(public=True, temporary_password=True)
async def resource_confirm_by_link(act: Act, input: ResourceConfirmByLinkInput) -> ResourceConfirmByLinkPayload:
    """Say by a link that its offers still stand. Those changed or withdrawn since it was made are left as they are."""
    link = await sql.locked_link(act.connection, digest=secret_hash(input.secret)) if SECRET.fullmatch(input.secret) else None
    if link is None:
        raise refuse("RESOURCE_LINK_UNKNOWN", "secret")
    if link["used_at"] is not None:
        raise refuse("RESOURCE_LINK_USED", "secret")
    if link["expires_at"] <= datetime.now(UTC):
        raise refuse("RESOURCE_LINK_EXPIRED", "secret")
    offers = [one async for one in sql.locked_offers(act.connection, link=link["id"])]
    standing = [one for one in offers if one["standing"] == "STANDS"]
    if not standing:
        raise refuse(_OVER[next((one["standing"] for one in offers), "WITHDRAWN")], "secret")
    await sql.confirm(act.connection, link=link["id"], ids=[one["id"] for one in standing])
    for one in standing:
        await tell(act, one, "resource.confirmed")
    return ResourceConfirmByLinkPayload.of(titles=[one["title"] for one in standing])


_OVER = {"WITHDRAWN": "RESOURCE_LINK_WITHDRAWN", "PAST": "RESOURCE_LINK_WITHDRAWN", "CHANGED": "RESOURCE_LINK_CHANGED"}
"""What is said where none of the offers can be confirmed, by how the first of them stands."""


@action(scope="resources:write")
async def resource_link(act: Act, input: ResourceLinkInput) -> ResourceLinkPayload:
    """Make a link for a unit without an electronic address, to be sent by other means. Its former one ends."""
    row = await act.find(Resource, input.id, step="link", version=input.version)
    await sql.end_former(act.connection, resource=row["id"])
    secret = new_secret()
    await keep(act, secret, [row])
    await tell(act, row, "resource.linked")
    return ResourceLinkPayload.of(resource=row["id"], link=address(act.services, secret))


async def keep(act: Act, secret: str, offers: Sequence[Any], stage: int | None = None) -> None:
    """Keep a link for offers: a digest of its secret, and how the offers are now."""
    values = {"digest": secret_hash(secret), "stage": stage, "lasts": LINK}
    await sql.create(act.connection, **values, ids=[one["id"] for one in offers])


def address(services: Services, secret: str) -> str:
    """Where a link leads."""
    return f"{services.site}/confirm/{secret}"
