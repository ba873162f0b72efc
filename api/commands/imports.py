"""``gongzhi import areas`` and ``gongzhi import organisations``: the same mutations as the pages use."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.trouble import CannotRun

if TYPE_CHECKING:
    from schema.engine.access import Viewer
    from schema.engine.reader import Engine

IMPORT_AREAS = """mutation($input: AreaImportInput!) {
    areaImport(input: $input) { area { name } createdCount renamedCount unchangedCount refusals { message } }
}"""
AREAS = "query($which: AreaFilter!) { areas(first: 2, filter: $which) { nodes { id } } }"
PREVIEW = """mutation($input: ListImportPreviewInput!) {
    listImportPreview(input: $input) {
        listImport {
            id version counts { create update unchanged wrong } columns { heading field }
            rows(first: 50, filter: { action: { eq: WRONG } }) { nodes { number problems { heading message } } }
        }
        refusals { message }
    }
}"""
RUN = """mutation($input: ListImportRunInput!) {
    listImportRun(input: $input) {
        listImport { counts { create update unchanged wrong } } refusals { message }
    }
}"""
DISCARD = "mutation($input: ListImportDiscardInput!) { listImportDiscard(input: $input) { refusals { message } } }"

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_command() -> None:
    """Bring in areas and organisations from files."""


@import_command.command("areas")
@click.argument("file", type=File)
def import_areas(file: Path) -> None:
    """Bring in the divisions of FILE: a CSV with the columns code, level, name, short_name, parent_code, kind. Safe to repeat."""
    from api.commands.session import mutate, with_engine

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{file} is not a CSV in UTF-8.") from error

    async def bring_in(engine: "Engine", viewer: "Viewer") -> None:
        found = await mutate(engine, viewer, IMPORT_AREAS, {"text": text})
        counts = f"{found['createdCount']} new, {found['renamedCount']} renamed, {found['unchangedCount']} unchanged"
        click.echo(f"{found['area']['name']}: {counts}")

    with_engine(bring_in)


@import_command.command("organisations")
@click.argument("file", type=File)
@click.option("--area", "code", help="Code of the area that the rows belong to or lie below; the district, if there is one only.")
@click.option("--good-rows", is_flag=True, help="Leave out rows that are wrong, instead of changing nothing.")
@click.option("--preview", is_flag=True, help="Say what each row would do, and change nothing.")
def import_organisations(file: Path, code: str | None, good_rows: bool, preview: bool) -> None:
    """Bring in the units of FILE, an Excel workbook or a CSV. Safe to repeat: what is there already is left as it is."""
    from api.commands.session import mutate, with_engine

    content = base64.b64encode(file.read_bytes()).decode()

    async def bring_in(engine: "Engine", viewer: "Viewer") -> None:
        given = {"fileName": file.name, "content": content, "area": await _area(engine, viewer, code)}
        read = (await mutate(engine, viewer, PREVIEW, given))["listImport"]
        click.echo("\n".join(_told(read)))
        which = {"id": read["id"], "version": read["version"]}
        if preview or (read["counts"]["wrong"] and not good_rows):
            await mutate(engine, viewer, DISCARD, which)
            if preview:
                return
            raise CannotRun("Nothing was changed. Correct the rows above, or leave them out with --good-rows.")
        await mutate(engine, viewer, RUN, {**which, "mode": "GOOD_ROWS" if good_rows else "ALL_OR_NOTHING"})
        click.echo("Done.")

    with_engine(bring_in)


async def _area(engine: "Engine", viewer: "Viewer", code: str | None) -> str:
    which = {"code": {"eq": code}} if code else {"level": {"eq": "DISTRICT"}}
    found = (await engine.ask(AREAS, {"which": which}, viewer))["areas"]["nodes"]
    if not found:
        raise CannotRun("There is no such area. Bring in the areas first: gongzhi import areas FILE.csv")
    if len(found) > 1:
        raise CannotRun("There are several districts: name the area with --area CODE.")
    return str(found[0]["id"])


def _told(read: dict[str, Any]) -> Iterator[str]:
    """What was found in the spreadsheet, in lines."""
    ignored = [column["heading"] for column in read["columns"] if column["field"] is None]
    if ignored:
        yield f"Columns that are not imported: {', '.join(ignored)}"
    for row in read["rows"]["nodes"]:
        problems = "; ".join(": ".join(filter(None, (one["heading"], one["message"]))) for one in row["problems"])
        yield f"Row {row['number']}: {problems}"
    counts = read["counts"]
    yield f"{counts['create']} new, {counts['update']} changed, {counts['unchanged']} unchanged, {counts['wrong']} wrong"
