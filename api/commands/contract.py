"""``gongzhi schema`` and ``gongzhi explain``: the contract, and what a document becomes."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from api.trouble import CannotRun


@click.command("schema")
def schema_command() -> None:
    """Print the GraphQL schema (the text of schema/schema.graphql)."""
    from schema import schema

    click.echo(schema.as_str())


@click.command("explain")
@click.argument("document", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--variables", default="{}", help="The document's variables, as JSON.")
@click.option("--operation", default=None, help="Which operation, when the document has several.")
@click.option("--public", is_flag=True, help="As the public sees it, not an administrator.")
def explain_command(document: Path, variables: str, operation: str | None, public: bool) -> None:
    """Print the SQL that the query in the file DOCUMENT (- for standard input) is compiled to, and PostgreSQL's plan for it."""
    from graphql import GraphQLError

    from api.commands.session import with_engine
    from schema.engine.access import PUBLIC, Viewer
    from schema.engine.documents import Invalid
    from schema.engine.parameters import Request
    from schema.engine.reader import Engine

    text = sys.stdin.read() if str(document) == "-" else document.read_text()

    async def explain(engine: Engine, administrator: Viewer) -> list[str]:
        viewer = PUBLIC if public else administrator
        wanted = engine.documents.get(text).operation(operation)
        if wanted.kind != "query":
            raise CannotRun(f"Only queries become one statement; this is a {wanted.kind}.")
        values = wanted.coerce(_variables(variables)).coerced
        plan = wanted.plan(values, viewer.is_public)
        pool = engine.services.public_pool if public else engine.services.pool
        rows = await pool.fetch(
            "explain (analyze, buffers, costs off) " + plan.sql, *plan.parameters.bind(Request(viewer, values))
        )
        return [plan.sql, "", *(row[0] for row in rows)]

    try:
        click.echo("\n".join(with_engine(explain)))
    except Invalid as invalid:
        raise CannotRun("\n".join(error.message for error in invalid.errors)) from None
    except GraphQLError as error:
        raise CannotRun(error.message) from None


def _variables(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--variables") from error
    return found
