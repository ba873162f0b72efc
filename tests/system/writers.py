"""Clients that write without pause, and send what was not answered again, with its key, until it is."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.system.tree import PATIENCE

PRESENT = "query ($id: ID!) { organisation(id: $id) { version description address } }"
FIELDS = {
    "organisationEdit": "organisation { version description address }",
    "organisationRegister": "receipt",
    "contactAdd": "contact { id }",
    "organisationTag": "organisations { id }",
}
PAUSE = 0.02
AGAIN = 0.2
"""Seconds between two writes, and before something is sent again."""


@dataclass(frozen=True)
class Place:
    """Where is written: a unit that everybody edits, units that get tags, areas in which units register."""

    unit: str
    tagged: list[str]
    areas: list[str]


@dataclass(frozen=True)
class Written:
    """A write that was acknowledged. Its mark is its idempotency key, and is found in what it wrote."""

    mark: str
    mutation: str
    input: dict[str, Any]
    payload: dict[str, Any]


@dataclass
class Writer:
    """One client with a token; ``counts`` is the field of the unit that it counts up, ``tags`` whether it may give tags."""

    client: httpx.AsyncClient
    token: str
    place: Place
    counts: str
    tags: bool
    written: list[Written] = field(default_factory=list)
    interrupted: int = 0
    """How often a request was not answered."""
    put_off: int = 0
    """How often it was asked to come again later."""
    _tag: str | None = None

    async def write(self, stop: asyncio.Event) -> None:
        """Write in turn whatever can be written; the last write, too, is acknowledged."""
        kinds = [self._edit, self._register, self._add_contact, *([self._retag] if self.tags else [])]
        for kind in itertools.cycle(kinds):
            if stop.is_set():
                return
            await kind()
            await asyncio.sleep(PAUSE)

    async def send(self, mutation: str, input: dict[str, Any]) -> dict[str, Any]:
        """The payload of a mutation."""
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ {FIELDS[mutation]} refusals {{ code path }} }} }}"
        )
        payload: dict[str, Any] = (await self._ask(document, {"input": input}))[mutation]
        return payload

    async def _ask(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data of a document, sent until it is answered. Nothing but an outage may be told instead."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                response = await self.client.post(
                    "/graphql",
                    json={"query": document, "variables": variables},
                    headers={"Authorization": f"Bearer {self.token}"},
                )
            except httpx.TransportError:
                self.interrupted += 1
            else:
                answer = response.json()
                if response.status_code == 200:
                    assert "errors" not in answer, answer
                    data: dict[str, Any] = answer["data"]
                    return data
                assert response.status_code == 503, (response.status_code, answer)
                assert answer["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
                assert int(response.headers["retry-after"]) > 0
                self.put_off += 1
            await asyncio.sleep(AGAIN)
        raise AssertionError("nobody answers")

    async def _act(self, mutation: str, mark: str, **given: Any) -> dict[str, Any]:
        keyed = {**given, "idempotencyKey": mark}
        payload = await self.send(mutation, keyed)
        if not payload["refusals"]:
            self.written.append(Written(mark, mutation, keyed, payload))
        return payload

    async def _edit(self) -> None:
        """Count up one field of the unit, from what was read; after a conflict from what is there now."""
        present = (await self._ask(PRESENT, {"id": self.place.unit}))["organisation"]
        while True:
            mark = secrets.token_hex(8)
            given = {self.counts: f"{counted(present[self.counts]) + 1} {mark}", "version": present["version"]}
            payload = await self._act("organisationEdit", mark, id=self.place.unit, **given)
            if not payload["refusals"]:
                return
            assert payload["refusals"] == [{"code": "CONFLICT", "path": "version"}]
            present = payload["organisation"]

    async def _register(self) -> None:
        mark = secrets.token_hex(8)
        contact = {"contactName": "秋水长", "contactPhone": "13700001234", "contactDuty": mark}
        await self._succeed(
            "organisationRegister", mark, name=f"{mark}店", kind="OTHER", area=secrets.choice(self.place.areas), **contact
        )

    async def _add_contact(self) -> None:
        mark = secrets.token_hex(8)
        await self._succeed("contactAdd", mark, organisation=self.place.unit, name="秋水长", phone="13700001234", duty=mark)

    async def _retag(self) -> None:
        """Give all the units one tag and take away the one before."""
        mark = secrets.token_hex(8)
        remove = [self._tag] if self._tag else []
        await self._succeed("organisationTag", mark, ids=self.place.tagged, add=[mark], remove=remove)
        self._tag = mark

    async def _succeed(self, mutation: str, mark: str, **given: Any) -> None:
        payload = await self._act(mutation, mark, **given)
        assert payload["refusals"] == [], (mutation, payload)


def counted(value: str) -> int:
    """The number in a field that is counted up: ``3 a1b2`` is 3, whatever stood there at first is 0."""
    number, space, _ = value.partition(" ")
    return int(number) if space and number.isdigit() else 0


def all_written(writers: Sequence[Writer]) -> list[Written]:
    """What all of them wrote."""
    return [one for writer in writers for one in writer.written]
