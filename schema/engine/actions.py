"""Actions: the transaction around a mutation.

One action is one transaction: remember the idempotency key, find the subject through what the viewer may see, check the step
and the version, change the rows, append the event. Whatever fails, nothing stays behind.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast, get_type_hints

import asyncpg
import orjson
import strawberry
from strawberry.types.field import StrawberryField

from schema.engine import mapping as m
from schema.engine.access import Viewer
from schema.engine.directives import Anonymous, Requires, SessionOnly
from schema.engine.ids import number_of
from schema.engine.parameters import Parameters, Request
from schema.engine.refusals import CONSTRAINTS, Reason, Refused, refuse
from schema.engine.services import Services
from schema.engine.workflow import Workflow

_ATTEMPTS = 4
"""How often a transaction is tried again after a deadlock or a serialisation failure (our default)."""

Result = Mapping[str, Any]
"""What an action returns: the numbers of the rows that its payload shows, by the payload's field."""


@dataclass
class Act:
    """One action under way."""

    viewer: Viewer
    connection: asyncpg.Connection
    services: Services
    ready: Any = None
    """What the action's ``before`` returned."""
    verbs: list[str] = field(default_factory=list)
    """Of the events so far."""

    async def find(
        self, type_: type, id_: str, *, step: str | None = None, version: int | None = None, path: str = "id"
    ) -> asyncpg.Record:
        """Lock the row that the viewer means and may see.

        Raises a refusal when there is none, when ``version`` is not the present one, or when the step is not the viewer's to
        take, not possible in the row's state, or needs something else first.
        """
        mapped = m.TYPES[type_.__name__]
        workflow = getattr(type_, "workflow", None)
        number = number_of(id_, str(mapped.prefix))
        row = await self._row(mapped, workflow, number, step)
        if row is None:
            raise refuse("NOT_FOUND", path)
        taken = workflow.steps[step] if workflow is not None and step is not None else None
        if taken is not None and not row["permitted$"]:
            raise refuse("NOT_ALLOWED", who=taken.parties[0].called)
        if version is not None and row["version"] != version:
            raise Refused(Reason("CONFLICT", "version"), result={mapped.result_key: row["id"]})
        if taken is not None and not row["possible$"]:
            raise refuse("STEP_NOT_POSSIBLE")
        if taken is not None and taken.need and not row["ready$"]:
            raise refuse(taken.need.code)
        return row

    async def seen(self, type_: type, numbers: Sequence[int], *, step: str) -> dict[int, asyncpg.Record]:
        """By number: those rows of a type that the viewer may see, not locked, with what :meth:`find` would ask of a step.

        ``permitted$``: the step is the viewer's to take; ``possible$``: it is, in the row's state.
        """
        mapped = m.TYPES[type_.__name__]
        sql, values = self._rows(mapped, getattr(type_, "workflow", None), list(numbers), step)
        return {row["id"]: row for row in await self.connection.fetch(sql, *values)}

    async def _row(
        self, mapped: m.TypeMapping, workflow: Workflow | None, number: int | None, step: str | None
    ) -> asyncpg.Record | None:
        sql, values = self._rows(mapped, workflow, [number], step)
        return await self.connection.fetchrow(f"{sql} for update of t$", *values)

    def _rows(
        self, mapped: m.TypeMapping, workflow: Workflow | None, numbers: Sequence[int | None], step: str | None
    ) -> tuple[str, list[Any]]:
        """The statement for the rows with these numbers that the viewer may see, and its values."""
        parameters = Parameters()

        def expand(sql: str) -> str:
            return parameters.expand_viewer(sql.replace("{row}", "t$"))

        extra = ""
        if step is not None and workflow is not None:
            taken = workflow.steps[step]
            extra = f", {expand(workflow.permits(taken))} as permitted$, {expand(workflow.possible(taken))} as possible$"
            extra += f", {expand(workflow.ready(taken))} as ready$"
        key = parameters.add("bigint[]", lambda request: numbers)
        visible = expand(mapped.predicate(self.viewer.is_public))
        sql = f"select t$.*{extra} from {mapped.table} t$ where t$.id = any({key}) and {visible}"
        return sql, parameters.bind(Request(self.viewer, {}))

    async def holds(self, table: str, number: int, predicate: str) -> bool:
        """Whether a predicate holds of a row with the viewer as it is."""
        parameters = Parameters()
        key = parameters.add("bigint", lambda request: number)
        sql = f"select from {table} t$ where t$.id = {key} and {parameters.expand_viewer(predicate.replace('{row}', 't$'))}"
        return await self.connection.fetchrow(sql, *parameters.bind(Request(self.viewer, {}))) is not None

    async def event(
        self,
        verb: str,
        type_: type,
        number: int,
        *,
        area_path: str = "",
        organisations: list[int] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Append what happened to the ledger."""
        await self.connection.fetchval(
            "select event_append($1, $2, $3, $4, $5, $6, $7, $8)",
            self.viewer.account,
            self.viewer.via,
            verb,
            type_.__name__,
            number,
            area_path,
            organisations or [],
            orjson.dumps(data or {}, default=str).decode(),
        )
        self.verbs.append(verb)


Function = Callable[..., Awaitable[Any]]
Before = Callable[[Services, Viewer, Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Action:
    """A mutation's function and what it asks of the viewer."""

    name: str
    function: Function
    scope: str | None = None
    """What a token needs."""
    public: bool = False
    """People may act who have not signed in."""
    session_only: bool = False
    """No token will do."""
    temporary_password: bool = False
    """It may be done before a temporary password has been changed."""
    remembered: bool = True
    """An idempotency key is honoured; otherwise the action may be repeated, and its key is ignored."""
    before: Before | None = None
    """``await before(services, viewer, input)`` does what is slow and changes nothing, while no connection is held and no row
    locked; the action finds the outcome in ``act.ready``. It runs on a retry too."""


def action(
    *,
    scope: str | None = None,
    public: bool = False,
    session_only: bool = False,
    temporary_password: bool = False,
    remembered: bool = True,
    before: Before | None = None,
) -> Callable[[Function], Any]:
    """Make ``async def verb(act, input: Input) -> Payload`` a mutation; :class:`Action` says what the options mean."""

    def declare(function: Function) -> Any:
        hints = get_type_hints(function, include_extras=True)

        def stub(input: Any) -> Any:
            raise NotImplementedError("mutations run through the engine")

        stub.__annotations__ = {"input": hints["input"], "return": hints["return"]}
        stub.__name__, stub.__module__ = function.__name__, function.__module__
        name = function.__name__
        declared = Action(name, function, scope, public, session_only, temporary_password, remembered, before)
        description, deprecated = m.deprecation(inspect.getdoc(function))
        return strawberry.mutation(
            resolver=stub,
            description=description,
            deprecation_reason=deprecated,
            directives=_asked(declared),
            metadata={"action": declared},
        )

    return declare


def _asked(declared: Action) -> list[object]:
    """What the contract says of what the action asks of the viewer."""
    told: list[object] = [Requires(scope=declared.scope)] if declared.scope else []
    return [*told, *([SessionOnly()] if declared.session_only else []), *([Anonymous()] if declared.public else [])]


async def perform(services: Services, declared: Action, given: Any, viewer: Viewer) -> dict[str, Any]:
    """Run an action for a viewer; returns its result with ``refusals`` in the viewer's language."""
    try:
        _check_viewer(declared, viewer)
        ready = await declared.before(services, viewer, given) if declared.before else None
        result = dict(await _attempt(services, declared, given, viewer, ready))
        reasons: tuple[Reason, ...] = ()
    except Refused as refused:
        result, reasons = dict(refused.result), refused.reasons
    told = [reason.told(viewer.language) for reason in reasons]
    client_id = getattr(given, "client_mutation_id", None)
    return result | {"refusals": orjson.dumps(told).decode(), "client_mutation_id": client_id}


def _check_viewer(declared: Action, viewer: Viewer) -> None:
    if viewer.is_public and not declared.public:
        raise refuse("SIGN_IN_FIRST")
    if declared.session_only and viewer.scopes is not None:
        raise refuse("SESSION_ONLY")
    if viewer.must_change_password and not declared.temporary_password:
        raise refuse("PASSWORD_CHANGE_FIRST")
    if declared.scope and not viewer.may(declared.scope):
        raise refuse("SCOPE_MISSING", scope=declared.scope)


async def _attempt(services: Services, declared: Action, given: Any, viewer: Viewer, ready: Any) -> Result:
    for left in reversed(range(_ATTEMPTS)):
        try:
            return await _committed(services, declared, given, viewer, ready)
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            if not left:
                raise
        except asyncpg.IntegrityConstraintViolationError as error:
            raise refusal_of(error) from error
    raise AssertionError("unreachable")


def refusal_of(error: asyncpg.IntegrityConstraintViolationError) -> Refused:
    """What a violated constraint means to people. Raises the error itself where it means nothing to them."""
    if error.constraint_name not in CONSTRAINTS:
        raise error
    return refuse(*CONSTRAINTS[error.constraint_name])


async def _committed(services: Services, declared: Action, given: Any, viewer: Viewer, ready: Any) -> Result:
    """One transaction; when it has committed, this process's listeners know at once."""
    outcome: Result | Refused
    async with services.pool.acquire() as connection, connection.transaction():
        act = Act(viewer, cast(asyncpg.Connection, connection), services, ready)
        try:
            outcome = await _once(act, declared, given)
        except Refused as refused:
            if not refused.kept:
                raise
            outcome = refused
    for tell in services.listeners:
        tell(act.verbs)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


async def _once(act: Act, declared: Action, given: Any) -> Result:
    """Act, or give the answer that this key was given before."""
    key = getattr(given, "idempotency_key", None)
    if not key or not declared.remembered:
        return await _checked(act, declared, given)
    # Keyed, because an input may hold a password.
    digest = act.services.seal.digest(repr(given), "answer")
    taken = await act.connection.fetchval(
        "insert into answer (actor, key, mutation, input_hash, result) values ($1, $2, $3, $4, '')"
        " on conflict on constraint answer_once do nothing returning true",
        *(act.viewer.actor, key, declared.name, digest),
    )
    if not taken:
        return await _answered(act, declared, key, digest)
    try:
        result = await _checked(act, declared, given)
    except Refused as refused:
        if refused.kept:
            await act.connection.execute("delete from answer where actor = $1 and key = $2", act.viewer.actor, key)
        raise
    # Sealed, because an answer may hold a secret that is shown once, such as a new token.
    kept = act.services.seal.close(orjson.dumps(result).decode(), "answer")
    await act.connection.execute("update answer set result = $3 where actor = $1 and key = $2", act.viewer.actor, key, kept)
    return result


async def _answered(act: Act, declared: Action, key: str, digest: bytes) -> Result:
    row = await act.connection.fetchrow(
        "select mutation, input_hash, result from answer where actor = $1 and key = $2", act.viewer.actor, key
    )
    if row is None or row["mutation"] != declared.name or row["input_hash"] != digest:
        raise refuse("KEY_REUSED", "idempotencyKey")
    return dict(orjson.loads(act.services.seal.open(row["result"], "answer")))


async def _checked(act: Act, declared: Action, given: Any) -> Result:
    result: Result = await declared.function(act, given)
    assert act.verbs, f"{declared.name} must append an event"
    return result


def gather(*modules: ModuleType) -> list[StrawberryField]:
    """The mutations that these modules declare, in the order of their declaration."""
    found = [value for module in modules for value in vars(module).values() if isinstance(value, StrawberryField)]
    return [one for one in found if "action" in one.metadata]
