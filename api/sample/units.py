"""The registry's organisations. Every name ends in （样例）; every credit code is valid and belongs to nobody."""

from dataclasses import dataclass

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET, STREET_ELSEWHERE
from schema.organisations.uscc import body_check_character, check_character


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that is not a committee; ``name`` and ``parent`` without （样例）."""

    name: str
    kind: str
    area: str
    short: str = ""
    code: str = ""
    """The first two characters of its credit code; empty: it has none."""
    status: str = "ACTIVE"
    parent: str = ""
    tags: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str, str], ...] = ()
    """Name, number, duty; the first is the liaison officer."""
    confirmed: int | None = 30
    """How many days ago the contacts were confirmed."""
    serves: tuple[str, ...] = ()
    address: str = ""
    description: str = ""
    reason: str = ""
    into: str = ""
    """For a merged one: where its records went."""

    @property
    def registers_itself(self) -> bool:
        """Whether it came in by its own registration, which then waits, rather than by a coordinator's hand."""
        return self.status in ("PENDING", "RETURNED")


UNITS = (
    Unit("朝阳区社会建设协作局", "DEPARTMENT", DISTRICT, "区社建局", "11", contacts=(("温如言", "010-60000001", "综合科"),)),
    Unit("朝阳区城市运行协作中心", "PUBLIC_INSTITUTION", DISTRICT, "区城运中心", "12"),
    Unit(
        "朝外街道办事处",
        "DEPARTMENT",
        STREET,
        "朝外街道办",
        "11",
        serves=(STREET,),
        contacts=(("罗敷", "010-60000002", "党群办"),),
    ),
    Unit("中共朝外街道工作委员会", "PARTY_ORGANIZATION", STREET, "朝外工委"),
    Unit("朝外市民活动中心", "PUBLIC_INSTITUTION", STREET, "市民中心", "12", serves=(STREET,), tags=("党群服务",)),
    Unit(
        "朝外示范科技有限公司",
        "ENTERPRISE",
        JIQINGLI,
        "朝外科技",
        "91",
        tags=("两新组织", "智慧社区"),
        contacts=(("陆远山", "13900000005", "党支部书记"), ("柳依依", "13900000011", "行政")),
        address="吉庆里示范路 6 号",
        description="为社区提供信息化志愿服务。",
    ),
    Unit(
        "朝外示范餐饮管理有限公司",
        "ENTERPRISE",
        SANFENGLI,
        "朝外餐饮",
        "91",
        contacts=(("白露", "13900000012", "总经理"),),
        confirmed=400,
        tags=("老年助餐",),
    ),
    Unit(
        "朝外示范书店有限公司",
        "ENTERPRISE",
        FANGCAODI,
        "朝外书店",
        "91",
        contacts=(("纪晓风", "13900000013", "店长"),),
        confirmed=179,
    ),
    Unit(
        "朝外示范物业服务有限公司",
        "PROPERTY_COMPANY",
        JIQINGLI,
        "朝外物业",
        "91",
        contacts=(("苏晚晴", "13900000006", "项目经理"),),
        serves=(f"{JIQINGLI}X01", f"{SANFENGLI}X01"),
        tags=("红色物业",),
    ),
    Unit(
        "三丰里示范物业管理有限公司",
        "PROPERTY_COMPANY",
        SANFENGLI,
        "三丰里物业",
        "91",
        serves=(f"{SANFENGLI}X01",),
        confirmed=None,
    ),
    Unit(
        "朝外邻里互助服务中心", "SOCIAL_ORGANIZATION", STREET, "邻里互助", "52", serves=(JIQINGLI, SANFENGLI), tags=("为老服务",)
    ),
    Unit("朝外示范公益基金会", "SOCIAL_ORGANIZATION", STREET, "朝外公益", "53"),
    Unit("吉庆里社区居民委员会", "SELF_GOVERNING_BODY", JIQINGLI, "吉庆里居委会", "54", serves=(JIQINGLI,)),
    Unit("三丰里社区居民委员会", "SELF_GOVERNING_BODY", SANFENGLI, "三丰里居委会", "54", serves=(SANFENGLI,)),
    Unit("中共吉庆里社区委员会", "PARTY_ORGANIZATION", JIQINGLI, "吉庆里社区党委", parent="中共朝外街道工作委员会"),
    Unit("中共三丰里社区委员会", "PARTY_ORGANIZATION", SANFENGLI, "三丰里社区党委", parent="中共朝外街道工作委员会"),
    Unit("吉庆里第一网格党支部", "PARTY_ORGANIZATION", f"{JIQINGLI}001", parent="中共吉庆里社区委员会"),
    Unit("吉庆里第二网格党支部", "PARTY_ORGANIZATION", f"{JIQINGLI}002", parent="中共吉庆里社区委员会"),
    Unit("朝外示范小学", "PUBLIC_INSTITUTION", FANGCAODI, "示范小学", "12", tags=("场地开放",)),
    Unit("朝外示范社区卫生服务中心", "PUBLIC_INSTITUTION", SANFENGLI, "社区卫生", "12", serves=(STREET,)),
    Unit("吉庆里示范酒店管理有限公司", "ENTERPRISE", JIQINGLI, "示范酒店", "91", "SUSPENDED", reason="停业装修"),
    Unit(
        "朝外示范健身有限公司", "ENTERPRISE", SANFENGLI, "朝外健身", "91", "PENDING", contacts=(("顾盼", "13900000014", "店长"),)
    ),
    Unit(
        "朝外银发志愿服务队",
        "SOCIAL_ORGANIZATION",
        JIQINGLI,
        "银发志愿队",
        status="PENDING",
        contacts=(("宋一川", "13900000016", "队长"),),
    ),
    Unit(
        "朝外示范摄影工作室",
        "ENTERPRISE",
        JIQINGLI,
        "朝外摄影",
        "92",
        "RETURNED",
        contacts=(("程立雪", "13900000007", "店主"),),
        reason="请补充经营地址，并上传营业执照上的全称。",
    ),
    Unit("朝外老字号示范商店", "ENTERPRISE", FANGCAODI, "示范商店", "91", "CLOSED", reason="已迁出本街道"),
    Unit("朝外示范科技公司", "ENTERPRISE", JIQINGLI, "朝外科技公司", contacts=(("柳依依", "13900000011", "行政"),), confirmed=90),
    Unit("朝外示范小吃店", "ENTERPRISE", SANFENGLI, "", "92", "MERGED", into="朝外示范餐饮管理有限公司"),
    Unit("朝外街道党建联络员队（科技）", "OTHER", STREET, "科技联络员队"),
    Unit("朝外街道党建联络员队（税务）", "OTHER", STREET, "税务联络员队"),
    Unit("中共朝外示范商圈委员会", "PARTY_ORGANIZATION", STREET, "朝外商圈党委", parent="中共朝外街道工作委员会"),
    Unit("建外示范律师事务所", "ENTERPRISE", NANLANG, "建外律所", "31", contacts=(("江临川", "13900000015", "律师"),)),
    Unit("建外示范物业服务有限公司", "PROPERTY_COMPANY", NANLANG, "建外物业", "91", serves=(NANLANG,)),
    Unit(
        "建外示范传媒有限公司",
        "ENTERPRISE",
        STREET_ELSEWHERE,
        "建外传媒",
        "91",
        "PENDING",
        contacts=(("田野", "13900000017", "行政"),),
    ),
)

TEAMS = {
    "朝外街道党建联络员队（科技）": (JIQINGLI, SANFENGLI),
    "朝外街道党建联络员队（税务）": (STREET,),
}
"""The areas that each liaison team looks after."""

VISITS = (
    ("朝外街道党建联络员队（科技）", "朝外示范科技有限公司", 60, "了解志愿服务意愿，愿意每月开放一次会议室。"),
    ("朝外街道党建联络员队（科技）", "朝外示范物业服务有限公司", 45, "电梯更新进度，约定下月回访。"),
    ("朝外街道党建联络员队（税务）", "朝外示范餐饮管理有限公司", 10, "讲解小微企业优惠政策。"),
)
"""Team, unit, days ago, what was talked about."""


def credit_code(beginning: str, number: int) -> str:
    """A valid credit code that no authority ever gives: its body begins with YANGL (样例)."""
    body = f"YANGL{number:03}" if number < 1000 else f"YAN{number:05}"
    first = f"{beginning}110105{body}{body_check_character(body)}"
    return first + check_character(first)
