"""Root fields about people."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.people.kinds import PersonFilter, PersonOrder
from schema.people.types import Person


@strawberry.type
class PersonQueries:
    """Root fields about people."""

    person: Person | None = by_id("person")
    """A person."""
    people: Connection[Person] = pages(order=PersonOrder, filter=PersonFilter)
    """The people whom the viewer may see."""
