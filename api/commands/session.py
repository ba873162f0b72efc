"""What commands share that act through the schema: a running engine, and an administrator at the command line."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from api.embedded import running
from api.engine import open_engine
from api.migrate import migrate
from api.settings import settings
from api.trouble import CannotRun
from schema.engine.access import Viewer
from schema.engine.outages import Unavailable
from schema.engine.reader import Engine, Failed

Result = TypeVar("Result")


def with_engine(act: Callable[[Engine, Viewer], Awaitable[Result]]) -> Result:
    """Run ``act`` with an engine on the configured (or embedded) database, as an administrator.

    Whoever may run commands here may read the database and the key anyway. Raises CannotRun.
    """
    configured = settings()

    async def run() -> Result:
        async with open_engine(effective) as engine:
            return await act(engine, Viewer(account=0, administrator=True, language=_language(), via="cli"))

    with running(configured) as effective:
        if not configured.database_url:
            migrate(effective.database_url or "")
        try:
            return asyncio.run(run())
        except Unavailable as error:
            raise CannotRun(error.message) from error
        except Failed as error:
            raise CannotRun("; ".join(str(item.get("message", item)) for item in error.args[0])) from error


async def mutate(engine: Engine, viewer: Viewer, document: str, input: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of a document with one mutation and one variable ``$input``. Raises CannotRun with its refusals."""
    (payload,) = (await engine.ask(document, {"input": input}, viewer)).values()
    if payload["refusals"]:
        raise CannotRun("\n".join(refusal["message"] for refusal in payload["refusals"]))
    found: dict[str, Any] = payload
    return found


def _language() -> str:
    """Refusals in Chinese where the shell speaks it; all else at the command line is English."""
    return "zh_Hans" if os.environ.get("LANG", "").startswith("zh") else "en"
