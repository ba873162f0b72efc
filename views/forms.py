"""From what a form posts to a mutation's input, by the input's type in the contract."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
)
from starlette.datastructures import FormData

from schema.engine.language import N_
from schema.engine.refusals import Reason, messages

messages(
    {
        "DATE_FORMAT": N_("请填写日期，如 2026-03-05。"),
        "NUMBER_FORMAT": N_("请填写数字，如 12 或 0.5。"),
        "PICK_ONE": N_("有几个相近的，请选定一个。"),
        "NO_MATCH": N_("没有找到“{text}”，请换个说法或从列表中选择。"),
    }
)

BASE = "base."
"""Before a field's name: the value that the form started from."""
PRESENT = ".present"
"""After a field's name: its boxes were on the form, so that none of them ticked means none."""


def read_form(form: FormData, type_: GraphQLInputObjectType, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Reason]]:
    """The input that a form makes with what is ``given`` besides, and what cannot be its value.

    An empty field is null where the input allows it, so that clearing a field clears it; text that has to be there stays empty
    for the action to refuse.
    """
    found: dict[str, Any] = {}
    wrong: list[Reason] = []
    for name, field in type_.fields.items():
        if name in given:
            continue
        if is_list_type(get_nullable_type(field.type)):
            if name in form or name + PRESENT in form:
                found[name] = [one for value in form.getlist(name) if (one := str(value).strip())]
        elif name in form:
            named = get_named_type(field.type).name
            value = _value(str(form[name]), named, required=is_non_null_type(field.type))
            if value and (reason := _unreadable(value, named)):
                wrong.append(Reason(reason, name))
            # What may be left out and must not be null has a value of its own.
            if value is not None or not is_non_null_type(field.type) or is_required_input_field(field):
                found[name] = value
        elif name + PRESENT in form:
            found[name] = False
    found |= given
    required = [name for name, field in type_.fields.items() if is_required_input_field(field)]
    wrong += [Reason("REQUIRED", name) for name in required if found.get(name) is None]
    # Empty text is the action's to refuse, in its own words; but not in a second round.
    wrong += [Reason("REQUIRED", name) for name in required if wrong and found.get(name) == ""]
    return found, wrong


def kept(form: FormData, *names: str) -> FormData:
    """The form without those of these fields that are empty, as empty they stay what they were: numbers that are shown masked."""
    return FormData([(name, value) for name, value in form.multi_items() if name not in names or str(value).strip()])


def _value(text: str, type_name: str, *, required: bool) -> Any:
    plain = text.strip()
    match type_name:
        case "Boolean":
            return plain not in ("", "false", "0", "off")
        case "Int" | "Decimal":
            number = unicodedata.normalize("NFKC", plain).replace(",", "").replace(" ", "")
            is_int = type_name == "Int" and number.removeprefix("-").isdecimal() and len(number) < 10
            return int(number) if is_int else number or None
        case "String":
            return plain.replace("\r\n", "\n") if plain or required else None
        case _:
            return plain or None


def _unreadable(value: Any, type_name: str) -> str:
    """The code of what is wrong with a value that cannot even be sent; empty for nothing."""
    if type_name == "Date" and not is_date(value):
        return "DATE_FORMAT"
    if (type_name == "Int" and not isinstance(value, int)) or (type_name == "Decimal" and not _is_decimal(value)):
        return "NUMBER_FORMAT"
    return ""


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def is_date(text: str) -> bool:
    """Whether it is a day as forms and the contract write it, such as 2026-03-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, for showing the form again: by field its text, or the list of the boxes that were ticked."""
    texts = {name: form[name] for name in form if isinstance(form[name], str)}
    boxes = [name.removesuffix(PRESENT) for name in form if name.endswith(PRESENT)]
    return texts | {name: [str(one) for one in form.getlist(name)] for name in boxes}


def merged(form: Mapping[str, Any], present: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Merge field by field what was typed into what others saved meanwhile.

    ``present`` has the fields' values now, as a form would show them. Returns the values that others have changed and this form
    has not, and the names of real clashes: changed here and there, differently.
    """
    theirs, clashes = {}, []
    for name, now in present.items():
        if BASE + name not in form or now in (base := str(form[BASE + name]), mine := str(form.get(name, ""))):
            continue
        if mine == base:
            theirs[name] = now
        else:
            clashes.append(name)
    return theirs, clashes
