"""Editing an organisation."""

from schema.engine.language import N_
from views.editing import Editing
from views.pickers import ORGANISATIONS


class _Organisations(Editing):
    root, document, names, mutation = "organisation", "organisations/edit", "organisations/names", "organisationEdit"
    fields = {
        "name": N_("单位全称"),
        "kind": N_("单位类型"),
        "uscc": N_("统一社会信用代码"),
        "area": N_("所在社区或街道"),
        "address": N_("地址"),
        "shortName": N_("简称"),
        "parent": N_("上级单位"),
        "description": N_("简介"),
    }
    linked = ("area", "parent")
    enums = {"kind": "OrganisationKind"}
    pickers = {"parent": ORGANISATIONS}


ROUTES = _Organisations().routes()
