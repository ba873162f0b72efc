"""The forms about demands, each filled in once."""

from tests.schema.registry import UNIT
from tests.views.deeds import Deed

_CLASSROOM, _CHARGING = "/demands/{demand:老年人手机课堂}", "/demands/{demand:六号楼前电动车充电桩}"
_DRAFT, _DANCING = "/demands/{demand:办公楼消防演练指导}", "/demands/{demand:舞蹈队排练场地}"
_DOORS, _FRIENDS = "/demands/{demand:门禁系统技术支持}", "/demands/{demand:青年职工联谊活动}"
_NOISE, _TWIN = "/demands/{demand:社区运动会裁判和器材}", "/demands/{demand:六号楼电动车没有充电桩}"
_SHOPPING = "/demands/{demand:为独居老人代买菜}"

DEMANDS = [
    Deed(
        "/demands/new",
        "manager",
        f"/demands/new?organisation={{org:{UNIT}}}&category={{category:PARKING}}",
        {
            "title": "园区夜间临时停车",
            "quantity": "３０",
            "beneficiaries": "1,200",
            "place": "北门外",
            "urgency": "SOON",
            "anonymous": "true",
        },
        "demand.filed",
        8,
        lands="*",
        shows=("园区夜间临时停车", "待审核", "30 个", "1,200 人", "较急", "匿名提出", "单位提出", "已提交"),
    ),
    Deed(
        "/demands/{id}/edit",
        "jiqingli",
        f"{_CLASSROOM}/edit",
        {"place": "社区党群服务中心三层", "beneficiaries": "", "need": "{need:COMPANY}"},
        "demand.edited",
        12,
        lands=_CLASSROOM,
        shows=("社区党群服务中心三层", "交往", "已保存"),
    ),
    Deed("/demands/{id}/submit", "manager", _DRAFT, {}, "demand.submitted", 6, to=f"{_DRAFT}/submit", shows=("待审核",)),
    Deed(
        "/demands/{id}/list",
        "chaowai",
        _DANCING,
        {"level": "KEY"},
        "demand.listed",
        6,
        to=f"{_DANCING}/list",
        shows=("待对接", "重点项目", "已列入需求清单"),
    ),
    Deed(
        "/demands/{id}/return",
        "jiqingli",
        _DOORS,
        {"reason": "请写明型号"},
        "demand.returned",
        6,
        to=f"{_DOORS}/return",
        shows=("已退回", "请写明型号"),
    ),
    Deed(
        "/demands/{id}/decline",
        "chaowai",
        _FRIENDS,
        {"reason": "工会已有安排"},
        "demand.declined",
        8,
        to=f"{_FRIENDS}/decline",
        shows=("不受理", "工会已有安排"),
    ),
    Deed(
        "/demands/{id}/withdraw",
        "chaowai",
        _NOISE,
        {"reason": "改期举办"},
        "demand.withdrawn",
        8,
        to=f"{_NOISE}/withdraw",
        shows=("已撤回", "改期举办"),
    ),
    Deed(
        "/demands/{id}/merge",
        "chaowai",
        _TWIN,
        {"into": "{demand:六号楼前电动车充电桩}"},
        "demand.merged",
        12,
        to=f"{_TWIN}/merge",
        shows=("已合并", "已并入"),
    ),
    Deed(
        "/demands/{id}/claim",
        "manager",
        _CHARGING,
        {"note": "出资安装六个。"},
        "demand.claimed",
        8,
        to=f"{_CHARGING}/claim",
        shows=("已认领", "出资安装六个。"),
    ),
    Deed(
        "/demands/{id}/claims/{claim}/release",
        "jiqingli",
        _SHOPPING,
        {},
        "demand.released",
        8,
        to=f"{_SHOPPING}/claims/{{claim:为独居老人代买菜}}/release",
        lands=_SHOPPING,
        shows=("还没有人认领", "认领已取消"),
    ),
]
