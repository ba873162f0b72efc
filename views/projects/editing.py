"""Editing a project: the kinds that it requires and its brands are many boxes, and one field each to merge."""

from collections.abc import Mapping
from typing import Any

from schema.engine.language import N_
from views.editing import Editing, Form
from views.labels import LABELS, label
from views.projects.lists import half_years

_SEVERAL = ("requiredKinds", "brands")
_KINDS = list(LABELS["ParticipantKind"])


class _Projects(Editing):
    root, document, names, mutation = "project", "projects/edit", "projects/names", "projectEdit"
    fields = {
        "title": N_("项目名称"),
        "description": N_("项目内容"),
        "halfYear": N_("所属半年"),
        "requiredKinds": N_("应有参与方"),
        "brands": N_("品牌和计划"),
    }
    linked = ("brands",)

    def present(self, record: Mapping[str, Any]) -> dict[str, str]:
        kinds, brands = record["requiredKinds"], [one["id"] for one in record["brands"]]
        return super().present(record) | {"requiredKinds": _written(kinds), "brands": _written(brands)}

    def gathered(self, form: Form) -> Form:
        return form | {name: _written(form[name]) for name in _SEVERAL if isinstance(form.get(name), list)}

    def given(self, form: Form) -> dict[str, Any]:
        return {name: form[name].split() for name in _SEVERAL if name in form}

    def told(self, language: str, name: str, value: str) -> str:
        return "、".join(label(language, "ParticipantKind", one) for one in value.split()) if name == "requiredKinds" else value

    def shown(self, form: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        offered = half_years()
        return {"half_years": offered if record["halfYear"] in offered else [*offered, record["halfYear"]]}


def _written(values: list[str]) -> str:
    """Several values as one, in an order of their own."""
    return " ".join(sorted(values, key=lambda one: (_KINDS.index(one) if one in _KINDS else 0, one)))


ROUTES = _Projects().routes()
