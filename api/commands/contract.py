"""``gongzhi schema``, ``gongzhi contract`` and ``gongzhi explain``: the contract, its changes, and what a document becomes."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from api.trouble import CannotRun


@click.command("schema")
def schema_command() -> None:
    """Print the GraphQL schema (the text of schema/schema.graphql)."""
    from schema import schema

    click.echo(schema.as_str())


@click.group("contract")
def contract_command() -> None:
    """What has been promised to apps, and what changed since."""


@contract_command.command("changes")
def changes_command() -> None:
    """Tell what changed in the contract since the last release; fails when something breaks apps and is not declared."""
    from schema import schema
    from schema.releases.releasing import DECLARED, declared, section, since_release, undeclared

    found, known = since_release(schema.as_str()), declared(DECLARED.read_text(encoding="utf-8"))
    click.echo(section(found, known, "Not released"), nl=False)
    if wrong := undeclared(found, known):
        raise CannotRun("\n".join([f"See {DECLARED.name} beside the released contract:", *wrong]))


@contract_command.command("release")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day of the release; today, unless given.")
def release_command(day: datetime | None) -> None:
    """Make the present contract the released one, and write what changed into docs/api/CHANGELOG.md."""
    from schema import schema
    from schema.engine.days import today
    from schema.releases.releasing import DECLARED, declared, release, since_release, undeclared

    text = schema.as_str()
    if wrong := undeclared(since_release(text), declared(DECLARED.read_text(encoding="utf-8"))):
        raise CannotRun("\n".join(wrong))
    click.echo(release(text, f"{day or today():%Y-%m-%d}"), nl=False)


@contract_command.command("collection")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", default="http://127.0.0.1:8000", help="Where requests go.")
def collection_command(folder: Path, address: str) -> None:
    """Write the examples of the documentation as a collection of Bruno into FOLDER."""
    from schema.reference.bruno import collection

    for name, text in collection(address).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


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
