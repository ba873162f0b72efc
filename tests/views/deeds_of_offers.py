"""The forms about resources and their classes, each filled in once."""

from tests.schema.registry import UNIT
from tests.views.deeds import Deed

_ROOM, _COMPUTERS = "/resources/{resource:一层共享会议室}", "/resources/{resource:更新下来的办公电脑}"
_COURSE, _JOBS = "/resources/{resource:少儿编程体验课}", "/resources/{resource:软件测试岗位}"
_LIFT, _PARKING = "/resources/{resource:电梯安全咨询}", "/resources/{resource:地下车库错时停车}"
_FUND = "/categories/{category:FUND}"

RESOURCES = [
    Deed(
        "/resources/new",
        "manager",
        f"/resources/new?organisation={{org:{UNIT}}}&category={{category:VENUE}}",
        {
            "title": "二层培训教室",
            "quantity": "１",
            "windows.0.opens": "18:30",
            "windows.0.closes": "20:30",
            "windows.0.weekdays": ["2", "4"],
            "windows.2.opens": "09:00",
            "windows.2.closes": "11:00",
            "serviceAreaText": "吉庆里社区居委会",
        },
        "resource.registered",
        14,
        lands="*",
        shows=("二层培训教室", "待审核", "每个时段 1 场", "每周二、四", "18:30–20:30", "每天", "已提交登记"),
    ),
    Deed(
        "/resources/{id}/edit",
        "manager",
        f"{_ROOM}/edit",
        {"conditions": "请提前五天预约。", "windows.1.drop": "true"},
        "resource.edited",
        18,
        lands=_ROOM,
        shows=("请提前五天预约。", "每周一、三", "已保存"),
    ),
    Deed("/resources/{id}/submit", "manager", _JOBS, {}, "resource.submitted", 6, to=f"{_JOBS}/submit", shows=("待审核",)),
    Deed("/resources/{id}/list", "jiqingli", _COURSE, {}, "resource.listed", 6, to=f"{_COURSE}/list", shows=("已发布",)),
    Deed(
        "/resources/{id}/return",
        "chaowai",
        _LIFT,
        {"reason": "仍缺材料费说明"},
        "resource.returned",
        6,
        to=f"{_LIFT}/return",
        shows=("已退回", "仍缺材料费说明"),
    ),
    Deed(
        "/resources/{id}/confirm",
        "manager",
        _COMPUTERS,
        {},
        "resource.confirmed",
        6,
        to=f"{_COMPUTERS}/confirm",
        shows=("已发布", "已确认"),
    ),
    Deed(
        "/resources/{id}/link",
        "chaowai",
        _COMPUTERS,
        {},
        "resource.linked",
        8,
        to=f"{_COMPUTERS}/link",
        status=200,
        shows=("只显示这一次", "30 天内有效"),
    ),
    Deed(
        "/resources/{id}/withdraw",
        "chaowai",
        _COMPUTERS,
        {"reason": "已另行处置"},
        "resource.withdrawn",
        8,
        to=f"{_COMPUTERS}/withdraw",
        shows=("已撤回", "已另行处置"),
    ),
    Deed("/resources/{id}/reopen", "chaowai", _PARKING, {}, "resource.reopened", 6, to=f"{_PARKING}/reopen", shows=("草稿",)),
]
CATEGORIES = [
    Deed(
        "/categories/new",
        "admin",
        "/categories/new",
        {"list": "DEMAND", "code": "ELDERLY", "name": "为老服务", "unit": "人次", "hint": "写明人数和时间"},
        "category.created",
        5,
        lands="/categories",
        shows=("为老服务", "ELDERLY"),
    ),
    Deed(
        "/categories/{id}/edit",
        "admin",
        f"{_FUND}/edit",
        {"name": "资金与物资", "place": "３"},
        "category.edited",
        6,
        lands="/categories",
        shows=("资金与物资",),
    ),
    Deed(
        "/categories/{id}/retire",
        "admin",
        "/categories",
        {},
        "category.retired",
        6,
        to=f"{_FUND}/retire",
        shows=("已停用",),
    ),
    Deed("/categories/{id}/restore", "admin", "/categories", {}, "category.restored", 6, to=f"{_FUND}/restore"),
]
