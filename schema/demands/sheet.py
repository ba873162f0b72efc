"""The demand list as a table: its columns, and how a demand stands in them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from schema.engine.language import N_
from schema.spreadsheets.columns import column
from schema.spreadsheets.workbook import Cell

ORIGINS = {
    "TALK": N_("民情恳谈"),
    "COUNCIL": N_("党群议事"),
    "WISH_TREE": N_("心愿树"),
    "WECHAT": N_("微信"),
    "HOTLINE": N_("热线"),
    "GRID": N_("网格"),
    "UNIT": N_("单位提出"),
    "SURVEY": N_("调研走访"),
    "OTHER": N_("其他"),
}
AXES = {"STATE": N_("国家需求"), "RESIDENT": N_("居民需求")}
URGENCIES = {"NORMAL": N_("一般"), "SOON": N_("较急"), "URGENT": N_("紧急")}
LEVELS = {"BASIC": N_("基础项目"), "KEY": N_("重点项目"), "PREMIUM": N_("精品项目")}
"""Channels, whose demand it is, urgency and level in words."""

COLUMNS = (
    column("item", N_("编号"), "需求编号 系统编号", 14, told=N_("导出时带出，用来认出清单中已有的需求；新增的留空。")),
    column("category", N_("类别"), "需求类别 类型", 12, example="停车出行", told=N_("必填。请从列表中选择。")),
    column(
        "title",
        N_("标题"),
        "需求名称 需求标题 需求 名称 事项",
        28,
        example="错时开放停车位",
        told=N_("必填。2 至 60 个字，请勿填写姓名、手机号等个人信息。"),
    ),
    column(
        "description",
        N_("情况说明"),
        "需求内容 需求描述 说明 内容 描述 备注",
        40,
        example="夜间车位紧张，希望周边单位错时开放",
        told=N_("最多 2,000 个字，请勿填写姓名、手机号等个人信息。"),
    ),
    column(
        "quantity", N_("数量"), "需求数量", 10, example="20", told=N_("大于 0，最多两位小数，不填为 1；也可带单位，如“20人”。")
    ),
    column("unit", N_("计量单位"), "量词 数量单位", 10, example="个", told=N_("不填时按类别。最多 10 个字。")),
    column(
        "needed_by",
        N_("期限"),
        "需求期限 完成时限 截止日期 完成时间",
        12,
        example="2026-06-30",
        told=N_("不填时为半年；最长三年。"),
    ),
    column(
        "area",
        N_("区域"),
        "所在区域 所属社区 所在社区 社区 属地 所属区域",
        20,
        example="示例社区",
        told=N_("社区、网格等的名称或代码；不填时归到导入时选择的区域。"),
    ),
    column("place", N_("具体地点"), "地点 地址 位置", 24, example="3 号楼北侧", told=N_("最多 100 个字。")),
    column("beneficiaries", N_("受益人数"), "受益人 惠及人数 服务人数", 10, example="300"),
    column(
        "organisation",
        N_("提出单位"),
        "单位 需求单位 单位名称 申报单位 统一社会信用代码",
        30,
        example="示例社区居民委员会",
        told=N_("在册单位的全称或统一社会信用代码；登记后不能改。匿名提出的不导出。"),
    ),
    column("origin", N_("征集渠道"), "渠道 来源渠道 收集渠道", 12, example="党群议事", choices=list(ORIGINS.values())),
    column(
        "axis",
        N_("需求来源"),
        "来源 需求主体",
        12,
        example="居民需求",
        told=N_("国家需求：上级部署的工作。不填为居民需求。"),
        choices=list(AXES.values()),
    ),
    column("need", N_("需求类型"), "六大需求 需求分类", 12, told=N_("请从列表中选择。")),
    column("urgency", N_("紧急程度"), "紧急 缓急", 10, example="一般", choices=list(URGENCIES.values())),
    column(
        "level",
        N_("级别"),
        "定级 需求级别 项目级别",
        12,
        told=N_("由协调委员会填写；填写后直接列入清单。"),
        choices=list(LEVELS.values()),
    ),
)
"""The columns of the demand list, as an import takes and an export writes them."""


def cells(demand: Mapping[str, Any]) -> dict[str, Cell]:
    """By field: a demand's cells. ``demand`` has item, organisation, category, need and area as people name them.

    Who files anonymously is in no table, whoever asks.
    """
    same = ("item", "category", "title", "description", "unit", "area", "place", "beneficiaries", "need")
    told: dict[str, Any] = {name: demand[name] for name in same}
    needed_by = demand["needed_by"]
    return told | {
        "organisation": None if demand["anonymous"] else demand["organisation"],
        "quantity": Decimal(demand["quantity"]),
        "needed_by": needed_by if isinstance(needed_by, date) else date.fromisoformat(needed_by),
        "origin": ORIGINS[demand["origin"]],
        "axis": AXES[demand["axis"]],
        "urgency": URGENCIES[demand["urgency"]],
        "level": LEVELS.get(demand["level"]),
    }
