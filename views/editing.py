"""Editing a record, so that two people who edit at once both keep their work.

A form carries what it started from (``base.title``). Saved after somebody else's save, it is merged field by field; only what was
changed here and there, differently, is asked about.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from schema.engine.refusals import Reason
from views.forms import BASE, merged, typed
from views.labels import label
from views.page import NotThere, Outcome, Page
from views.pickers import Options, Posted

SEVERAL, ONE_MORE = "serviceAreas", "serviceArea"
"""Areas of which a record has several: boxes for those it has, and a picker for one more."""

Form = dict[str, Any]


class Editing:
    """The form for changing the records of one type: a concept says what is its own, and what is many inputs."""

    root: ClassVar[str]
    """The document's field with the record, which stands below ``/{root}s``."""
    document: ClassVar[str]
    names: ClassVar[str]
    """The document that names records by their ids."""
    mutation: ClassVar[str]
    fields: ClassVar[Mapping[str, str]]
    """The fields of the form that two edits can clash in, and what they are called then."""
    linked: ClassVar[tuple[str, ...]] = ()
    """Those that are chosen: the form has the id, of several their ids, and with a picker its words and the words it had."""
    enums: ClassVar[Mapping[str, str]] = {}
    """Those that are told by the labels of an enum."""
    pickers: ClassVar[Mapping[str, Options]] = {}
    """Those pickers whose choices are the concept's own."""

    def routes(self) -> list[Route]:
        """The form's address, for seeing and for sending it."""
        at = f"/{self.root}s/{{id}}/edit"
        return [Route(at, self.edit, methods=["GET"]), Route(at, self.save, methods=["POST"])]

    async def edit(
        self, request: Request, outcome: Outcome | None = None, clashes: list[dict[str, str]] | None = None
    ) -> Response:
        """The form."""
        page = Page(request)
        page.signed_in()
        data = await page.ask(self.document, **request.path_params)
        if data[self.root] is None:
            raise NotThere
        more = {"base": self.present(data[self.root]), **self.shown(outcome.typed if outcome else {}, data[self.root])}
        return page.render(self.document, data, outcome=outcome, clashes=clashes or [], **more)

    async def save(self, request: Request) -> Response:
        """Save; after somebody else's save, merge field by field and ask only about real clashes."""
        page = Page(request)
        posted = await page.form(self.pickers)
        return await self._finish(page, await self.send(page, self._settled(self.gathered(typed(posted))), posted))

    async def send(self, page: Page, form: Form, posted: Posted | None = None) -> Outcome:
        """Send what the form has, with what is wrong with it so far."""
        names = [one for one in (*self.fields, "version", "idempotencyKey") if isinstance(form.get(one), str)]
        given = self.given(form)
        reasons = [*(posted.reasons if posted else []), *self.unreadable(form)]
        sent = Posted(
            FormData([(name, form[name]) for name in names if name not in given]), reasons, posted.found if posted else {}
        )
        outcome = await page.act(self.mutation, sent, id=page.request.path_params["id"], **given)
        outcome.typed = form
        return outcome

    async def _finish(self, page: Page, outcome: Outcome) -> Response:
        if any(one["code"] == "CONFLICT" for one in outcome.refusals):
            return await self._merge(page, outcome.typed)
        if outcome.done:
            return page.redirect(f"/{self.root}s/{page.request.path_params['id']}", "saved")
        return await self.edit(page.request, outcome)

    async def _merge(self, page: Page, form: Form) -> Response:
        record = (await page.ask(self.document, id=page.request.path_params["id"]))[self.root]
        present = self.present(record)
        theirs, clashes = merged(form, present)
        values = self.taking(form, theirs)
        if SEVERAL in record:
            values[SEVERAL] = _served(form, [one["id"] for one in record[SEVERAL]])
        if not clashes:
            again = {name: value for name, value in values.items() if name != "idempotencyKey"}
            return await self._finish(page, await self.send(page, again | {"version": str(record["version"])}))
        # The form now starts from what is saved, and holds what was typed wherever nobody else wrote.
        message = translate(page.viewer.language, N_("其他人刚刚修改了这条记录，请核对后再保存。"))
        refused = Outcome({"refusals": [{"code": "CONFLICT", "path": "version", "message": message}]}, values)
        return await self.edit(page.request, refused, await self._clashes(page, clashes, form, present))

    def _settled(self, form: Form) -> Form:
        """The form with others' values where the choice between two was theirs."""
        taken = {name: str(form.get(BASE + name, "")) for name in self.fields if form.get(f"choose.{name}") == "theirs"}
        return self.taking(form, taken)

    async def _clashes(
        self, page: Page, names: list[str], form: Mapping[str, Any], present: Mapping[str, str]
    ) -> list[dict[str, str]]:
        """Each clash in words: what the field was, what others made of it, and what was typed here."""
        language = page.viewer.language
        values = {name: (str(form[BASE + name]), present[name], str(form.get(name, ""))) for name in names}
        ids = [one for name in names if name in self.linked for value in values[name] for one in value.split()]
        known = (await page.ask(self.names, ids=ids))["nodes"] if ids else []
        called = {one["id"]: one["name"] for one in known if one}
        return [
            {"name": name, "text": translate(language, self.fields[name])}
            | dict(
                zip(
                    ("base", "theirs", "yours"),
                    (self.told(language, name, _called(called, one) if name in self.linked else one) for one in values[name]),
                    strict=True,
                )
            )
            for name in names
        ]

    def present(self, record: Mapping[str, Any]) -> dict[str, str]:
        """The fields' values now, as the form writes them."""
        return {name: _written(record[name]) for name in self.fields if name in record}

    def told(self, language: str, name: str, value: str) -> str:
        """A field's value in words."""
        return label(language, self.enums[name], value) if name in self.enums else value

    def shown(self, form: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        """What the template needs besides."""
        return {}

    def gathered(self, form: Form) -> Form:
        """What was typed, with each field as one value."""
        return form

    def given(self, form: Form) -> dict[str, Any]:
        """What of the input is not a field as it was typed: the service areas, those still ticked and one more."""
        if SEVERAL not in form:
            return {}
        return {SEVERAL: [one for one in dict.fromkeys([*form[SEVERAL], form.get(ONE_MORE)]) if one]}

    def unreadable(self, form: Form) -> list[Reason]:
        """What cannot even be sent, besides what the contract says."""
        return []

    def taking(self, form: Form, taken: Mapping[str, str]) -> Form:
        """The form with others' values, without the words of its own choices in their place."""
        own = {name: value for name, value in form.items() if not any(name in (f"{one}Text", f"{one}Was") for one in taken)}
        return own | dict(taken)


def _called(names: Mapping[str, str], ids: str) -> str:
    """What is chosen, one or several, by its names."""
    return "、".join(names.get(one, one) for one in ids.split())


def _written(value: Any) -> str:
    """A value of the contract as a form writes it; of a record its id."""
    match value:
        case None:
            return ""
        case {"id": str() as id_}:
            return id_
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _served(form: Mapping[str, Any], now: list[str]) -> list[str]:
    """The service areas after both edits: what either took away is gone, what either added is there."""
    base, mine = str(form.get(BASE + SEVERAL, "")).split(), form.get(SEVERAL, [])
    return [one for one in now if one in mine or one not in base] + [one for one in mine if one not in base and one not in now]
