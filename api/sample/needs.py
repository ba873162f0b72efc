"""What communities, units and residents of the sample need: demands in each state and of each level, and who takes them on."""

from dataclasses import dataclass
from typing import Any

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET, STREET_ELSEWHERE

PUBLIC = "public"
"""Filed by somebody without an account."""


@dataclass(frozen=True, slots=True)
class Need:
    """A demand; ``unit`` is who files it (its name without （样例）), none: a person."""

    title: str
    category: str
    area: str
    filed: int
    """So many days ago."""
    status: str = "LISTED"
    level: str = "KEY"
    listed: int = 0
    """On the list since so many days ago."""
    unit: str = ""
    by: str = ""
    """Who enters it: a login, the code of a coordinator's area, PUBLIC; empty: the coordinator of the street."""
    quantity: str = "1"
    counted: str = ""
    """The unit of quantity, where it is not the one that the class suggests."""
    description: str = ""
    place: str = ""
    beneficiaries: int | None = None
    origin: str = "OTHER"
    axis: str = "RESIDENT"
    urgency: str = "NORMAL"
    anonymous: bool = False
    need: str = ""
    within: int = 90
    """To be met within so many days; below 0, the day has passed."""
    reason: str = ""
    into: str = ""
    """The title of the demand that it was merged into."""
    claims: tuple[tuple[str, str, str], ...] = ()
    """Who takes it on: a login, the organisation that claims (none: the person), how it is to be done."""

    def said(self) -> dict[str, Any]:
        """What the form says in plain fields, without what is left to the class."""
        plain = {
            "title": self.title,
            "quantity": self.quantity,
            "description": self.description,
            "place": self.place,
            "beneficiaries": self.beneficiaries,
            "origin": self.origin,
            "axis": self.axis,
            "urgency": self.urgency,
            "anonymous": self.anonymous,
            "draft": self.status == "DRAFT",
        }
        return plain | ({"unit": self.counted} if self.counted else {})


_TECHNOLOGY, _PROPERTY = "朝外示范科技有限公司", "朝外示范物业服务有限公司"
_JIQINGLI, _SANFENGLI = "吉庆里社区居民委员会", "三丰里社区居民委员会"

NEEDS = (
    Need(
        "老年人手机课堂",
        "EDU",
        JIQINGLI,
        40,
        listed=30,
        unit=_JIQINGLI,
        by=JIQINGLI,
        quantity="12",
        beneficiaries=60,
        origin="TALK",
        need="SERVICE",
        description="教挂号、缴费、防诈骗，每次两课时，最好在工作日下午。",
        place="社区党群服务中心二层",
        claims=(("manager", _TECHNOLOGY, "每周三下午派两名工程师，带教材。"),),
    ),
    Need(
        "一老一小共享活动空间",
        "CULTURE",
        STREET,
        75,
        level="PREMIUM",
        listed=60,
        unit="朝外街道办事处",
        counted="处",
        beneficiaries=800,
        origin="COUNCIL",
        need="COMPANY",
        within=200,
        description="利用闲置配套用房，白天老年人活动，放学后供儿童使用。",
        claims=(("handler", _PROPERTY, "提供一处 90 平方米用房。"), ("manager", _TECHNOLOGY, "捐赠二十台平板电脑。")),
    ),
    Need(
        "为独居老人代买菜",
        "CARE",
        JIQINGLI,
        12,
        level="BASIC",
        listed=10,
        by=JIQINGLI,
        quantity="3",
        origin="WISH_TREE",
        need="SERVICE",
        description="每周两次，就近市场。",
        claims=(("member", "", "周二、周五下班后去。"),),
    ),
    Need(
        "一辆旧的儿童自行车",
        "EDU",
        JIQINGLI,
        25,
        level="BASIC",
        listed=20,
        by=JIQINGLI,
        counted="辆",
        beneficiaries=1,
        origin="WISH_TREE",
        anonymous=True,
        description="小学生上下学用，二十英寸左右，能骑就行。",
    ),
    Need(
        "楼道堆物集中清理",
        "ENVIRON",
        SANFENGLI,
        26,
        listed=18,
        unit=_SANFENGLI,
        quantity="9",
        beneficiaries=430,
        origin="GRID",
        urgency="SOON",
        need="SURROUNDINGS",
        place="甲 3 号楼各单元",
        description="需要车辆和人手，半天可以完成。",
    ),
    Need(
        "六号楼前电动车充电桩",
        "SAFETY",
        JIQINGLI,
        9,
        listed=5,
        unit=_JIQINGLI,
        by=JIQINGLI,
        quantity="12",
        counted="个",
        beneficiaries=220,
        origin="GRID",
        urgency="URGENT",
        need="SAFETY",
        place="六号楼南侧",
        description="居民飞线充电，隐患突出。",
    ),
    Need("六号楼电动车没有充电桩", "SAFETY", JIQINGLI, 2, status="SUBMITTED", by=PUBLIC, description="晚上没有地方充电。"),
    Need(
        "舞蹈队排练场地",
        "CULTURE",
        JIQINGLI,
        3,
        status="SUBMITTED",
        unit=_JIQINGLI,
        by="jiqingli",
        quantity="24",
        beneficiaries=35,
        origin="TALK",
        need="COMPANY",
        description="每周两个晚上，需要有镜子和音响。",
    ),
    Need(
        "青年职工联谊活动",
        "CULTURE",
        JIQINGLI,
        8,
        status="SUBMITTED",
        unit=_TECHNOLOGY,
        by="manager",
        quantity="2",
        beneficiaries=80,
        origin="UNIT",
        need="COMPANY",
        description="希望与驻区单位合办，周末半天。",
    ),
    Need(
        "残疾人就业岗位对接",
        "JOBS",
        JIQINGLI,
        15,
        status="RETURNED",
        unit=_TECHNOLOGY,
        by="manager",
        origin="UNIT",
        need="WORK",
        reason="请写明岗位、人数和到岗条件。",
    ),
    Need(
        "办公楼消防演练指导",
        "SAFETY",
        JIQINGLI,
        1,
        status="DRAFT",
        unit=_TECHNOLOGY,
        by="manager",
        counted="场",
        beneficiaries=260,
        origin="UNIT",
    ),
    Need(
        "希望减免物业费",
        "PROPERTY",
        SANFENGLI,
        21,
        status="DECLINED",
        by=PUBLIC,
        reason="属物业服务合同约定的事项，请与物业企业协商；需要调解的，可联系社区人民调解委员会。",
    ),
    Need(
        "电梯更新改造资金",
        "PROPERTY",
        JIQINGLI,
        50,
        status="WITHDRAWN",
        unit=_PROPERTY,
        by="handler",
        counted="部",
        quantity="2",
        origin="UNIT",
        reason="已列入年度维修计划。",
    ),
    Need(
        "中考期间夜间噪声管控",
        "ENVIRON",
        FANGCAODI,
        70,
        listed=65,
        unit="朝外示范小学",
        beneficiaries=300,
        origin="HOTLINE",
        within=-20,
        need="SURROUNDINGS",
    ),
    Need(
        "老年助餐送到家",
        "CARE",
        SANFENGLI,
        35,
        listed=28,
        unit=_SANFENGLI,
        quantity="40",
        beneficiaries=40,
        origin="SURVEY",
        need="SERVICE",
        description="行动不便的老人到助餐点有困难，希望工作日午餐送到家。",
        claims=(("manager", _TECHNOLOGY, "协助开发订餐小程序。"),),
    ),
    Need("助餐什么时候能送到家", "CARE", SANFENGLI, 24, status="MERGED", by=PUBLIC, into="老年助餐送到家"),
    Need(
        "白领午间普法",
        "LEGAL",
        NANLANG,
        16,
        listed=15,
        unit="建外示范物业服务有限公司",
        by=STREET_ELSEWHERE,
        counted="场",
        quantity="6",
        beneficiaries=150,
        origin="UNIT",
        need="WORK",
    ),
    Need(
        "写字楼共享母婴室",
        "HEALTH",
        NANLANG,
        6,
        status="SUBMITTED",
        unit="建外示范物业服务有限公司",
        by=STREET_ELSEWHERE,
        counted="处",
        beneficiaries=90,
        origin="SURVEY",
    ),
    Need(
        "两新组织党务工作者培训",
        "PARTY",
        DISTRICT,
        45,
        level="PREMIUM",
        listed=42,
        unit="朝阳区社会建设协作局",
        by=DISTRICT,
        quantity="4",
        beneficiaries=500,
        origin="SURVEY",
        axis="STATE",
        within=150,
        description="区里统一部署，每季度一场，需要教室和有经验的讲授人。",
    ),
    Need(
        "困难职工子女课业辅导",
        "EDU",
        SANFENGLI,
        19,
        level="BASIC",
        listed=6,
        unit="朝外示范餐饮管理有限公司",
        quantity="20",
        origin="UNIT",
        anonymous=True,
        description="小学三至五年级，数学和英语。",
    ),
    Need(
        "无障碍坡道维修",
        "PROPERTY",
        SANFENGLI,
        33,
        listed=27,
        unit=_SANFENGLI,
        quantity="3",
        beneficiaries=45,
        origin="HOTLINE",
        urgency="SOON",
        need="HOUSING",
        place="社区服务站和两个单元门口",
        claims=(("handler", _PROPERTY, "本月安排维修工上门。"),),
    ),
    Need(
        "门禁系统技术支持",
        "PROPERTY",
        JIQINGLI,
        4,
        status="SUBMITTED",
        unit=_PROPERTY,
        by="handler",
        quantity="8",
        counted="套",
        origin="UNIT",
        description="老旧门禁经常失灵，需要懂硬件的志愿者会诊。",
    ),
    Need(
        "社区运动会裁判和器材",
        "CULTURE",
        FANGCAODI,
        22,
        listed=17,
        unit="朝外示范小学",
        beneficiaries=260,
        origin="COUNCIL",
        need="COMPANY",
        within=40,
    ),
    Need(
        "楼上漏水没人管", "PROPERTY", JIQINGLI, 7, status="RETURNED", by=PUBLIC, reason="请写明楼栋和漏水的部位，不写门牌和姓名。"
    ),
    Need(
        "陪老人去医院看病",
        "CARE",
        SANFENGLI,
        15,
        level="BASIC",
        listed=12,
        unit=_SANFENGLI,
        quantity="2",
        origin="GRID",
        urgency="SOON",
        need="SERVICE",
        description="每月一次复诊，约半天。",
    ),
    Need(
        "下班后的瑜伽班",
        "CULTURE",
        NANLANG,
        1,
        status="SUBMITTED",
        by="stranger",
        quantity="10",
        beneficiaries=20,
        origin="WECHAT",
    ),
    Need(
        "寒假小学生课业辅导",
        "EDU",
        FANGCAODI,
        6,
        listed=4,
        unit="朝外街道办事处",
        quantity="45",
        beneficiaries=30,
        origin="COUNCIL",
        urgency="SOON",
        within=75,
        description="双职工家庭寒假无人辅导，一家单位课时不够，希望几家合办。",
    ),
)
"""In the order in which they are entered; what is merged comes after what it is merged into."""
