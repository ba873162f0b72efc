"""Editing a demand."""

from schema.engine.language import N_
from views.editing import Editing


class _Demands(Editing):
    root, document, names, mutation = "demand", "demands/edit", "demands/names", "demandEdit"
    fields = {
        "category": N_("类别"),
        "title": N_("需要什么"),
        "area": N_("所在区域"),
        "description": N_("情况说明"),
        "place": N_("具体地点"),
        "quantity": N_("数量"),
        "unit": N_("计量单位"),
        "neededBy": N_("期限"),
        "beneficiaries": N_("受益人数"),
        "urgency": N_("紧急程度"),
        "need": N_("需求类型"),
        "origin": N_("征集渠道"),
        "axis": N_("需求来源"),
        "anonymous": N_("清单上的提出单位"),
    }
    linked = ("category", "area", "need")
    enums = {"urgency": "DemandUrgency", "origin": "DemandOrigin", "axis": "DemandAxis", "anonymous": "Anonymity"}


ROUTES = _Demands().routes()
