"""What mutations of people and memberships give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.people.types import Membership, Person


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class PersonPayload(Payload):
    """The person as they are now."""

    person: Person | None = to_one("{result.person:bigint}")
    """The person; after a conflict, the present state."""
    membership: Membership | None = to_one("{result.membership:bigint}")
    """For a new person: their first membership."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class MembershipPayload(Payload):
    """The membership as it is now."""

    membership: Membership | None = to_one("{result.membership:bigint}")
    """The membership; after a conflict, its present state."""
