"""Saying something about an item, and changing it while it is fresh."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import strawberry

from schema.comments.insiders import ITEMS
from schema.comments.items import item_for
from schema.comments.mentions import Mentioned, mentioned
from schema.comments.payloads import CommentPayload
from schema.comments.rules import TEXT
from schema.comments.types import Comment
from schema.demands.rules import names_somebody
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import global_id
from schema.engine.mapping import TYPES, described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.statements import statements
from schema.notifications.watching import watch

sql = statements(__file__, "writing")


@described
@strawberry.input(description="What is said about what.")
class CommentAddInput(Input):
    """What is said about what."""

    item: strawberry.ID
    """The resource, demand, match or project."""
    text: str
    """Plain text, at most 2,000 characters, people mentioned as @name; no names and numbers of people outside."""
    mentions: list[strawberry.ID] | None = None
    """Who is meant where several have a name that the text mentions; ids of people."""


@described
@strawberry.input(description="What a comment is to say from now on.")
class CommentEditInput(Change):
    """What a comment is to say from now on."""

    text: str
    """Plain text, at most 2,000 characters."""
    mentions: list[strawberry.ID] | None = None
    """Who is meant where several have a name that the text mentions; ids of people."""


@action(scope="comments:write")
async def comment_add(act: Act, input: CommentAddInput) -> CommentPayload:
    """Say something about an item, for those who take part in it."""
    name, row = await item_for(act, input.item)
    number = row["id"]
    text = _text(input.text)
    people = await mentioned(act, name, number, text, input.mentions)
    columns = {f"{one.table}_id": number if one is ITEMS[name] else None for one in ITEMS.values()}
    speaker = {"account": act.viewer.account, "person": act.viewer.person}
    comment: int = await sql.add(act.connection, **columns, **speaker, item_type=name, item_id=number, text=text)
    await sql.answer(act.connection, **columns, person=act.viewer.person)
    await _mention(act, comment, people)
    await watch(act.connection, name, number, [act.viewer.person or 0, *(one.person for one in people)])
    await tell(act, "comment.added", comment, {"mentions": [one.person for one in people]})
    return CommentPayload.of(comment=comment)


@action(scope="comments:write")
async def comment_edit(act: Act, input: CommentEditInput) -> CommentPayload:
    """Change what one has said, within half an hour; who is mentioned anew hears of it."""
    row = await act.find(Comment, input.id, step="edit", version=input.version)
    text = _text(input.text)
    name = next(name for name, one in ITEMS.items() if row[one.column] is not None)
    people = await mentioned(act, name, row[ITEMS[name].column], text, input.mentions)
    before = {one["person_id"] async for one in sql.mentioned(act.connection, comment=row["id"])}
    await sql.edit(act.connection, id=row["id"], text=text)
    await sql.forget(act.connection, comment=row["id"], people=[one.person for one in people])
    new = [one for one in people if one.person not in before]
    await _mention(act, row["id"], new)
    await watch(act.connection, name, row[ITEMS[name].column], [one.person for one in new])
    await tell(act, "comment.edited", row["id"], {"mentions": [one.person for one in new]})
    return CommentPayload.of(comment=row["id"])


def _text(given: str) -> str:
    form = Form()
    text = form.paragraphs(given, "text", TEXT)
    if not text:
        form.wrong("REQUIRED", "text")
    if names_somebody(text):
        form.wrong("COMMENT_PERSONAL", "text")
    form.settle()
    return text


async def _mention(act: Act, comment: int, people: Sequence[Mentioned]) -> None:
    for one in people:
        await sql.mention(act.connection, comment=comment, person=one.person, name=one.name)


async def tell(act: Act, verb: str, comment: int, data: Mapping[str, Any] | None = None) -> None:
    """Append what happened to a comment, for those who take part in its item. What it said is not in the ledger."""
    item: asyncpg.Record = await sql.item(act.connection, comment=comment)
    told = {"item": global_id(str(TYPES[item["subject_type"]].prefix), item["subject_id"]), "title": item["title"]}
    place, organisations = item["area_paths"][0], item["organisation_ids"]
    await act.event(verb, Comment, comment, area_path=place, organisations=organisations, data=told | dict(data or {}))
