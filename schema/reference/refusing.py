"""With which codes a mutation may be refused, read from the code of its action.

The action's function and what it calls in ``schema/`` are looked through for the codes they name; finding a subject for a
step brings the refusals of that step. What a database constraint refuses is not among them, nor what any mutation may be refused
with.
"""

from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from schema.engine.form import Form
from schema.engine.refusals import MESSAGES
from schema.engine.workflow import Workflow

EVERYWHERE = ("SIGN_IN_FIRST", "SCOPE_MISSING", "SESSION_ONLY", "PASSWORD_CHANGE_FIRST", "KEY_REUSED")
"""What any mutation may be refused with, where it asks for that."""
FINDING = ("NOT_FOUND", "CONFLICT", "NOT_ALLOWED", "STEP_NOT_POSSIBLE")


def codes(function: FunctionType) -> list[str]:
    """The codes, in the order of the alphabet."""
    return sorted(set(_codes(function.__code__, function.__globals__, set())) - set(EVERYWHERE))


def _codes(code: CodeType, known: dict[str, Any], seen: set[CodeType]) -> Iterator[str]:
    if code in seen:
        return
    seen.add(code)
    used = {name: known[name] for name in code.co_names if name in known}
    yield from _said(code, used)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner, known, seen)
    for function in _called(code, used):
        yield from _codes(function.__code__, function.__globals__, seen)


def _said(code: CodeType, used: dict[str, Any]) -> Iterator[str]:
    """The codes that a function names itself, and those of the steps that it takes."""
    words = {one for one in code.co_consts if isinstance(one, str)}
    words |= {word for one in code.co_consts if isinstance(one, tuple) for word in one if isinstance(word, str)}
    yield from words & MESSAGES.keys()
    if "find" in code.co_names:
        yield from FINDING
    for one in used.values():
        workflow = getattr(one, "workflow", None)
        if isinstance(workflow, Workflow):
            needs = [workflow.steps[word].need for word in words if word in workflow.steps]
            yield from (need.code for need in needs if need)


def _called(code: CodeType, used: dict[str, Any]) -> Iterator[FunctionType]:
    """What a function calls: functions of the schema, those of its modules, and the methods of a form."""
    for name, one in [*used.items(), *_members(code, used)]:
        if isinstance(one, FunctionType) and one.__module__.startswith("schema.") and name != "refuse":
            yield one


def _members(code: CodeType, used: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    owners: list[Any] = [one for one in used.values() if isinstance(one, ModuleType) and one.__name__.startswith("schema.")]
    if "form" in code.co_varnames:
        owners.append(Form)
    for owner in owners:
        yield from ((name, vars(owner)[name]) for name in code.co_names if name in vars(owner))
