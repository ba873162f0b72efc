"""Editing an offer: its windows are many inputs, and one field to merge."""

from collections.abc import Mapping
from typing import Any

from schema.engine.language import N_
from schema.engine.refusals import Reason
from views.editing import Editing, Form
from views.page import Outcome, Page
from views.pickers import Posted
from views.resources import windows


class _Resources(Editing):
    root, document, names, mutation = "resource", "resources/edit", "resources/names", "resourceEdit"
    fields = {
        "category": N_("类别"),
        "title": N_("名称"),
        "quantity": N_("数量"),
        "unit": N_("计量单位"),
        "measure": N_("计量方式"),
        "windows": N_("开放时段"),
        "description": N_("说明"),
        "conditions": N_("使用条件"),
        "area": N_("所在区域"),
        "contact": N_("联系人"),
        "validUntil": N_("有效期至"),
    }
    linked = ("category", "area", "contact")
    enums = {"measure": "Measure"}

    async def send(self, page: Page, form: Form, posted: Posted | None = None) -> Outcome:
        return windows.at_rows(await super().send(page, form, posted), windows.written(form))

    def present(self, record: Mapping[str, Any]) -> dict[str, str]:
        return super().present(record) | {"windows": windows.as_text(windows.of_node(one) for one in record["windows"])}

    def told(self, language: str, name: str, value: str) -> str:
        return windows.told(language, value) if name == "windows" else super().told(language, name, value)

    def shown(self, form: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": windows.shown(form, record["windows"])}

    def gathered(self, form: Form) -> Form:
        return form | {"windows": windows.as_text(windows.written(form).values())}

    def given(self, form: Form) -> dict[str, Any]:
        return super().given(form) | {"windows": windows.as_input(windows.written(form).values())}

    def unreadable(self, form: Form) -> list[Reason]:
        return windows.unreadable(windows.written(form))

    def taking(self, form: Form, taken: Mapping[str, str]) -> Form:
        return super().taking(windows.put(form, taken["windows"]) if "windows" in taken else form, taken)


ROUTES = _Resources().routes()
