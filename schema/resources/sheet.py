"""The resource list as a table: its columns, and how an offer stands in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from schema.engine.language import N_
from schema.resources.window_texts import written
from schema.spreadsheets.columns import column
from schema.spreadsheets.workbook import Cell

MEASURES = {"TOTAL": N_("总量"), "PER_WINDOW": N_("按时段")}
"""What a quantity means, in words."""

COLUMNS = (
    column(
        "item",
        N_("编号"),
        "资源编号 系统编号",
        14,
        told=N_("导出时带出，用来认出清单中已有的资源；新增的留空。"),
    ),
    column(
        "organisation",
        N_("单位"),
        "提供单位 单位名称 单位全称 资源单位 所属单位 统一社会信用代码 信用代码",
        30,
        example="示例社区卫生服务中心",
        told=N_("必填。在册单位的全称或统一社会信用代码；登记后不能改。"),
    ),
    column("category", N_("类别"), "资源类别 资源类型 类型", 12, example="医疗健康", told=N_("必填。请从列表中选择。")),
    column("title", N_("名称"), "资源名称 资源 项目名称 服务名称", 28, example="社区义诊", told=N_("必填。2 至 60 个字。")),
    column(
        "quantity", N_("数量"), "资源数量 总量", 10, example="12", told=N_("必填。大于 0，最多两位小数；也可带单位，如“20人”。")
    ),
    column("unit", N_("计量单位"), "单位（量词） 量词 数量单位", 10, example="场", told=N_("不填时按类别。最多 10 个字。")),
    column(
        "measure",
        N_("数量含义"),
        "数量类型 计量方式",
        12,
        example="总量",
        told=N_("总量：用一份少一份。按时段：每个开放时段都有这么多。不填时按类别。"),
        choices=list(MEASURES.values()),
    ),
    column(
        "description",
        N_("说明"),
        "资源说明 情况说明 简介 资源描述 描述 备注 服务内容",
        40,
        example="内科、中医各一名医生，每场半天",
        told=N_("最多 2,000 个字。"),
    ),
    column("conditions", N_("条件"), "提供条件 使用条件 使用要求", 30, example="提前三天预约", told=N_("最多 1,000 个字。")),
    column(
        "area",
        N_("所在区域"),
        "所属社区 所在社区 区域 社区 属地 所属区域",
        20,
        example="示例社区",
        told=N_("社区、网格等的名称或代码；不填时为单位所在区域。"),
    ),
    column(
        "service_areas",
        N_("服务区域"),
        "服务范围 服务社区",
        24,
        example="示例社区、示例北社区",
        told=N_("多个用顿号分隔；不填则不限。"),
    ),
    column(
        "windows",
        N_("开放时段"),
        "开放时间 服务时间 可用时段",
        40,
        example="每周一至周五 09:00-17:00，2026-03-01 至 2026-06-30",
        told=N_("按时段提供的必填。每行一个时段，写明星期、时间、起止日期；不写日期的从今天到有效期。"),
    ),
    column(
        "valid_until", N_("有效期至"), "有效期 截止日期 到期日期", 12, example="2026-12-31", told=N_("不填时为一年；最长三年。")
    ),
)
"""The columns of the resource list, as an import takes and an export writes them."""


def cells(offer: Mapping[str, Any], windows: Sequence[Any], served: Sequence[str]) -> dict[str, Cell]:
    """By field: an offer's cells. ``offer`` has item, organisation, category and area as people name them."""
    told: dict[str, Any] = {name: offer[name] for name in ("item", "organisation", "category", "title", "unit")}
    valid_until = offer["valid_until"]
    return told | {
        "quantity": Decimal(offer["quantity"]),
        "measure": MEASURES[offer["measure"]],
        "description": offer["description"],
        "conditions": offer["conditions"],
        "area": offer["area"],
        "service_areas": "、".join(served),
        "windows": "\n".join(map(written, windows)),
        "valid_until": valid_until if isinstance(valid_until, date) else date.fromisoformat(valid_until),
    }
