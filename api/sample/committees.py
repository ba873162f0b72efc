"""Committees at three levels, their special committees, seats past and present; zones and their units."""

from dataclasses import dataclass

from api.sample.places import DISTRICT, JIQINGLI, NANLANG, SANFENGLI, STREET, STREET_ELSEWHERE


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: of a person (by name) or, for MEMBER_UNIT, of an organisation; days are counted back from today."""

    role: str
    person: str = ""
    organisation: str = ""
    outside_post: str = ""
    duties: str = ""
    since: int = 400
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee; its organisation bears ``name``."""

    area: str
    name: str
    field: str | None = None
    seats: tuple[Seat, ...] = ()
    term: tuple[int, int | None] = (1500, -800)
    """First and last day of its term, counted back from today."""


def _units(*names: str) -> tuple[Seat, ...]:
    return tuple(Seat("MEMBER_UNIT", organisation=name) for name in names)


_FIELDS = {
    "ECONOMY": "经济发展",
    "SAFETY": "平安建设",
    "CULTURE": "文化文明",
    "LIVELIHOOD": "社会民生",
    "ECOLOGY": "生态环境",
    "CITY_OPERATION": "城市运行",
}
_BODY = "党建工作协调委员会"

COMMITTEES = (
    Committee(
        DISTRICT,
        f"朝阳区{_BODY}",
        seats=(
            Seat("CHAIR", "秦照", since=1500, until=500),
            Seat("CHAIR", "顾长风", since=500),
            Seat("SECRETARY_GENERAL", "周怀瑾", since=300),
            *_units("朝阳区社会建设协作局", "朝阳区城市运行协作中心", "朝外街道办事处"),
        ),
    ),
    *(Committee(DISTRICT, f"朝阳区{_BODY}{name}专业委员会", field) for field, name in _FIELDS.items()),
    Committee(
        STREET,
        f"朝外街道{_BODY}",
        seats=(
            Seat("CHAIR", "何所思", since=1200, until=200),
            # Mission row A3: a leader of the upper level chairs the committee one level below.
            Seat("CHAIR", "顾长风", since=200, duties="牵头重点难点事项"),
            Seat("VICE_CHAIR", "何所思", since=200),
            Seat("SECRETARY_GENERAL", "唐半山", duties="日常协调"),
            Seat("PART_TIME_MEMBER", "白露", "朝外示范餐饮管理有限公司", "总经理", "老年助餐", since=800, until=70),
            Seat("PART_TIME_MEMBER", "高明月", "朝外示范社区卫生服务中心", "主任", "健康服务"),
            Seat("LIAISON", "林望舒"),
            *_units(
                "朝外街道办事处",
                "朝外示范科技有限公司",
                "朝外示范餐饮管理有限公司",
                "朝外示范书店有限公司",
                "朝外示范物业服务有限公司",
                "朝外邻里互助服务中心",
                "朝外示范小学",
            ),
        ),
    ),
    Committee(STREET, f"朝外街道{_BODY}平安建设专业委员会", "SAFETY", (Seat("CHAIR", "唐半山"),)),
    Committee(
        STREET, f"朝外街道{_BODY}文化文明专业委员会", "CULTURE", (Seat("CHAIR", "何所思"), *_units("朝外示范书店有限公司"))
    ),
    Committee(
        JIQINGLI,
        f"吉庆里社区{_BODY}",
        seats=(
            Seat("CHAIR", "唐半山"),
            Seat("VICE_CHAIR", "沈知行"),
            Seat("PART_TIME_MEMBER", "陆远山", "朝外示范科技有限公司", "党支部书记"),
            *_units("朝外示范科技有限公司", "朝外示范物业服务有限公司", "吉庆里社区居民委员会"),
            Seat("MEMBER_UNIT", organisation="吉庆里示范酒店管理有限公司", since=700, until=100),
        ),
    ),
    Committee(SANFENGLI, f"三丰里社区{_BODY}", seats=_units("朝外示范餐饮管理有限公司", "三丰里社区居民委员会"), term=(1500, 30)),
    Committee(
        STREET_ELSEWHERE,
        f"建外街道{_BODY}",
        seats=(Seat("CHAIR", "顾长风", since=100), Seat("LIAISON", "许清和"), *_units("建外示范律师事务所")),
    ),
)
"""Upper committees come first; a special committee follows the committee it belongs to."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A business district or park."""

    name: str
    kind: str
    area: str
    party: str = ""
    units: tuple[tuple[str, str | None], ...] = ()
    """Organisation and coverage."""


ZONES = (
    Zone(
        "朝外示范商圈",
        "BUSINESS_DISTRICT",
        STREET,
        "中共朝外示范商圈委员会",
        (
            ("朝外示范科技有限公司", "SEPARATE"),
            ("朝外示范餐饮管理有限公司", "JOINT"),
            ("朝外示范书店有限公司", "ATTACHED"),
            ("吉庆里示范酒店管理有限公司", None),
        ),
    ),
    Zone("建外示范园区", "INDUSTRIAL_PARK", NANLANG, "", (("建外示范律师事务所", None),)),
)
