"""From what a form posts to a mutation's input, by the input's type in the contract."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type, is_non_null_type
from starlette.datastructures import FormData

BASE = "base."
"""Before a field's name: the value that the form started from."""


def read_form(form: FormData, type_: GraphQLInputObjectType) -> dict[str, Any]:
    """The fields of the form that the input has, as values of their types.

    An empty field is null where the input allows it, so that clearing a field clears it; text that has to be there stays empty
    for the action to refuse.
    """
    found: dict[str, Any] = {}
    for name, field in type_.fields.items():
        if is_list_type(get_nullable_type(field.type)):
            if name in form or f"{name}.present" in form:
                found[name] = [one for value in form.getlist(name) if (one := str(value).strip())]
        elif name in form:
            found[name] = _value(str(form[name]), get_named_type(field.type).name, required=is_non_null_type(field.type))
        elif f"{name}.present" in form:
            found[name] = False
    return found


def _value(text: str, type_name: str, *, required: bool) -> Any:
    plain = text.strip()
    match type_name:
        case "Boolean":
            return plain not in ("", "false", "0", "off")
        case "Int":
            return int(plain) if plain.lstrip("-").isdigit() and len(plain) < 10 else None
        case "String":
            return plain.replace("\r\n", "\n") if plain or required else None
        case _:
            return plain or None


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, for showing the form again: by field the text, or the list where a field came several times."""
    return {name: form.getlist(name) if len(form.getlist(name)) > 1 else form[name] for name in form if isinstance(form[name], str)}


def merged(form: FormData, present: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Merge field by field what was typed into what others saved meanwhile.

    ``present`` has the fields' values now, as a form would show them. Returns the merged values, and by field the present value
    of each real clash: changed here and there, differently.
    """
    values, clashes = dict(typed(form)), {}
    for name, now in present.items():
        base, mine = str(form.get(BASE + name, "")), str(form.get(name, ""))
        theirs = "" if now is None else str(now)
        if BASE + name not in form or theirs in (base, mine):
            continue
        if mine == base:
            values[name] = theirs
        else:
            clashes[name] = theirs
    return values, clashes
