"""Root fields about accounts and the viewer."""

import strawberry

from schema.accounts.rate_limit import RateLimit
from schema.accounts.types import Account, AccountFilter, AccountOrder
from schema.accounts.viewer import Viewer
from schema.engine.mapping import pages, to_one
from schema.engine.relay import Connection
from schema.engine.roots import by_id


@strawberry.type
class AccountQueries:
    """Root fields about accounts."""

    viewer: Viewer = to_one(on="true")
    """Who is looking."""
    rate_limit: RateLimit | None = to_one(on="{row}.budget is not null")
    """The budget from which this request was paid; null where none is kept."""
    account: Account | None = by_id("account")
    """An account."""
    accounts: Connection[Account] = pages(order=AccountOrder, filter=AccountFilter)
    """Accounts, for administrators."""
