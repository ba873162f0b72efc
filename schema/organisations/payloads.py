"""What the registry's mutations give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, to_many, to_one
from schema.engine.payloads import Payload
from schema.organisations.contacts import Contact
from schema.organisations.types import Organisation
from schema.organisations.visits import Visit


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class OrganisationPayload(Payload):
    """The organisation as it is now."""

    organisation: Organisation | None = to_one("{result.organisation:bigint}")
    """The organisation; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class OrganisationRegisterPayload(Payload):
    """The new entry, or the receipt of a registration that waits for approval."""

    organisation: Organisation | None = to_one("{result.organisation:bigint}")
    """The organisation; null as long as the viewer may not see it, as the public may not before approval."""
    receipt: str | None = column("{result.receipt:text}")
    """For ``organisationRegistration``: told once, to whoever registered; null for an entry that needs no approval."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class OrganisationsPayload(Payload):
    """The organisations as they are now."""

    organisations: list[Organisation] = to_many("{row}.id = any({result.organisations:bigint[]})", "{row}.name_key, {row}.id")
    """The organisations that were changed."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ContactPayload(Payload):
    """The contact as it is now."""

    contact: Contact | None = to_one("{result.contact:bigint}")
    """The contact; null when it was removed."""
    organisation: Organisation | None = to_one("{result.organisation:bigint}")
    """The unit."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ContactRevealPayload(Payload):
    """What was sealed, told once; the ledger has who asked and what for."""

    contact: Contact | None = to_one("{result.contact:bigint}")
    """The contact."""
    name: str | None = column("{result.name:text}")
    """The name."""
    phone: str | None = column("{result.phone:text}")
    """The number."""
    email: str | None = column("{result.email:text}")
    """The electronic address, empty for none."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class VisitPayload(Payload):
    """The visit."""

    visit: Visit | None = to_one("{result.visit:bigint}")
    """The visit as it was recorded."""
