"""What the sample's units offer: one resource of most classes, and one in each state."""

from dataclasses import dataclass
from typing import Any

from api.sample.places import FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET, STREET_ELSEWHERE

WORKDAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)


@dataclass(frozen=True, slots=True)
class Opening:
    """When something is to be had: from one day to another, both counted from today, on some days of the week."""

    weekdays: tuple[int, ...]
    opens: str
    closes: str
    first: int = 0
    last: int = 180


@dataclass(frozen=True, slots=True)
class Offer:
    """A resource of a unit (its name without （样例）)."""

    title: str
    category: str
    unit: str
    quantity: str
    login: str = ""
    """Who of the unit's own people enters it; empty: the coordinator of its area, whose entries are on the list at once."""
    status: str = "LISTED"
    counted: str = ""
    """The unit of quantity, where it is not the one that the class suggests."""
    description: str = ""
    conditions: str = ""
    windows: tuple[Opening, ...] = ()
    serves: tuple[str, ...] = ()
    until: int | None = None
    """Until so many days from today; else a year."""
    confirmed: int = 0
    """How many days ago its unit last said that it stands."""
    reason: str = ""

    def said(self) -> dict[str, Any]:
        """What the form says in plain fields, without what is left to the class."""
        plain = {"title": self.title, "quantity": self.quantity, "unit": self.counted}
        return {name: value for name, value in plain.items() if value} | {
            "description": self.description,
            "conditions": self.conditions,
        }


OFFERS = (
    Offer(
        "一层共享会议室",
        "VENUE",
        "朝外示范科技有限公司",
        "1",
        "manager",
        description="80 平方米，可坐 40 人，有投影、音响和无障碍坡道。",
        conditions="请提前三天预约，用后恢复原状；不用于商业活动。",
        windows=(Opening((1, 3), "09:00", "11:30"), Opening((6,), "14:00", "17:00", 7, 90)),
        serves=(JIQINGLI, SANFENGLI),
    ),
    Offer(
        "智能手机使用辅导",
        "DIGITAL",
        "朝外示范科技有限公司",
        "40",
        "manager",
        description="面向老年人，每次不超过 15 人，教挂号、缴费和防诈骗。",
        serves=(JIQINGLI,),
    ),
    Offer(
        "少儿编程体验课",
        "EDU",
        "朝外示范科技有限公司",
        "20",
        "manager",
        status="SUBMITTED",
        description="小学三至六年级，每次 12 人，公司提供电脑。",
        windows=(Opening((6,), "10:00", "11:30", 10, 100),),
    ),
    Offer("软件测试岗位", "JOBS", "朝外示范科技有限公司", "6", "manager", status="DRAFT", until=90),
    Offer(
        "更新下来的办公电脑",
        "FUND",
        "朝外示范科技有限公司",
        "12",
        "manager",
        counted="台",
        description="已清除数据、重装系统，可供社区活动室和图书角使用。",
        confirmed=190,
    ),
    Offer(
        "家庭用电安全检修",
        "DAILY",
        "朝外示范物业服务有限公司",
        "60",
        "handler",
        status="RETURNED",
        description="持证电工上门检查插座和线路。",
        reason="请写明上门时间和材料费由谁承担。",
    ),
    Offer(
        "微型消防站力量支援",
        "SAFETY",
        "朝外示范物业服务有限公司",
        "200",
        "handler",
        description="六名队员、一辆巡逻车，可承担活动保障和夜间巡查。",
        serves=(STREET,),
    ),
    Offer(
        "电梯安全咨询",
        "EXPERT",
        "朝外示范物业服务有限公司",
        "30",
        "handler",
        status="SUBMITTED",
        description="持证电梯安全管理员，可为老旧小区加装和维保提建议。",
        serves=(STREET,),
    ),
    Offer(
        "地下车库错时停车",
        "VENUE",
        "朝外示范物业服务有限公司",
        "30",
        "handler",
        status="WITHDRAWN",
        counted="车位",
        windows=(Opening(WORKDAYS, "08:30", "17:30"),),
        reason="车库改造，预计明年恢复。",
    ),
    Offer(
        "老年人午餐",
        "DAILY",
        "朝外示范餐饮管理有限公司",
        "500",
        counted="份",
        description="两荤一素，低盐软烂，15 元一份，可配送到社区助餐点。",
        windows=(Opening(WORKDAYS, "11:00", "13:00"),),
        serves=(SANFENGLI,),
    ),
    Offer("邻里读书会", "CULTURE", "朝外示范书店有限公司", "12", windows=(Opening((6,), "15:00", "17:00"),)),
    Offer(
        "操场周末开放",
        "VENUE",
        "朝外示范小学",
        "1",
        description="200 米跑道和两个篮球场，同时不超过 80 人。",
        conditions="凭社区登记入校，未成年人须有家长陪同。",
        windows=(Opening(WEEKEND, "08:00", "11:00"),),
        serves=(FANGCAODI,),
        until=200,
    ),
    Offer("健康讲座与义诊", "HEALTH", "朝外示范社区卫生服务中心", "12", description="全科、中医各一名，每场可服务 60 人。"),
    Offer(
        "党群活动室",
        "PARTY_SITE",
        "中共吉庆里社区委员会",
        "1",
        description="可开展主题党日、入党宣誓和学习，最多 50 人。",
        windows=(Opening((1, 2, 3, 4, 5, 6, 7), "09:00", "20:00"),),
    ),
    Offer("陪诊与代办志愿服务", "VOLUNTEER", "朝外邻里互助服务中心", "600", serves=(JIQINGLI, SANFENGLI)),
    Offer(
        "居民微心愿资助",
        "FUND",
        "朝外示范公益基金会",
        "30000",
        conditions="每个心愿不超过 500 元，由社区推荐并公示。",
    ),
    Offer(
        "社区法律咨询",
        "LEGAL",
        "建外示范律师事务所",
        "48",
        description="婚姻继承、劳动争议、物业纠纷。",
        windows=(Opening((2,), "14:00", "17:00"),),
        serves=(STREET_ELSEWHERE, NANLANG),
    ),
    Offer(
        "寒假课业辅导志愿服务",
        "EDU",
        "朝外示范小学",
        "24",
        description="学校教师志愿参加，语文、数学、英语，每次一课时，不超过 15 人。",
        windows=(Opening(WORKDAYS, "09:00", "11:00", 20, 80),),
        serves=(FANGCAODI,),
    ),
    Offer(
        "大学生志愿者课业辅导",
        "EDU",
        "朝外邻里互助服务中心",
        "30",
        description="中心招募的大学生志愿者，可到社区活动室辅导小学生作业。",
        windows=(Opening(WORKDAYS, "15:30", "17:30"),),
        confirmed=100,
    ),
    Offer(
        "周末英语阅读与作业辅导",
        "EDU",
        "朝外示范书店有限公司",
        "16",
        description="书店二层阅读区，每次不超过 12 人，图书自取。",
        windows=(Opening(WEEKEND, "10:00", "11:30"),),
        serves=(FANGCAODI,),
    ),
)
"""In the order in which they are entered."""
