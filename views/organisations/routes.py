"""The addresses of organisations, in the order in which they are matched."""

from schema.engine.language import N_
from views.imports.pages import Importing
from views.organisations import contacts, editing, lists, merging, pages, records

IMPORTING = Importing(
    "ORGANISATIONS",
    N_("导入单位"),
    "单位",
    N_("表中没有写明社区的单位归到这里。"),
    N_("单位按信用代码，或名称加区域识别。"),
    done=N_("新增 {created} 家，更新 {updated} 家；上传的表格内容已删除。"),
    given_up=N_("已放弃，没有写入任何单位"),
    onwards=N_("查看单位"),
)

ROUTES = [
    *lists.ROUTES,
    *pages.NEW,
    *IMPORTING.routes,
    *merging.ROUTES,
    *editing.ROUTES,
    *contacts.ROUTES,
    *records.ROUTES,
    *pages.ONE,
]
