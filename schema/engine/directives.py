"""What the contract itself says about who may use a part of it: printed in the SDL, listed by introspection.

Nobody writes these by hand. :func:`~schema.engine.mapping.entity` and :func:`~schema.engine.actions.action` put them where the
engine makes the same checks, so that the contract cannot say something else than what happens.
"""

import strawberry
from strawberry.schema_directive import Location


@strawberry.schema_directive(
    locations=[Location.OBJECT, Location.FIELD_DEFINITION],
    description="What a token needs to select anything of the type, or to run the mutation. A person's session needs no scope.",
)
class Requires:
    """What a token needs."""

    scope: str = strawberry.directive_field(name="scope")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], description="No token will do: a person has to be signed in to run the mutation."
)
class SessionOnly:
    """No token will do."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], description="The mutation can be run without signing in and without a token."
)
class Anonymous:
    """Everybody may."""
