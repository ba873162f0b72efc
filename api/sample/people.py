"""The cast: those who can sign in (personas) and those who only hold seats."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Membership:
    """What somebody is in an organisation, by its name."""

    organisation: str
    role: str
    since: int = 500
    """Days ago."""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody in the story."""

    name: str
    title: str
    phone: str = ""
    memberships: tuple[Membership, ...] = ()


CAST = (
    Character("方既明", "信息中心工程师"),
    Character("周怀瑾", "区委社会工作部副科长", "13900000001", (Membership("朝阳区党建工作协调委员会", "COORDINATOR"),)),
    Character("林望舒", "党群工作办公室主任", "13900000002", (Membership("朝外街道党建工作协调委员会", "COORDINATOR"),)),
    Character("沈知行", "社区党委书记", "13900000003", (Membership("吉庆里社区党建工作协调委员会", "COORDINATOR"),)),
    Character("许清和", "党群工作办公室副主任", "13900000004", (Membership("建外街道党建工作协调委员会", "COORDINATOR"),)),
    Character(
        "陆远山",
        "党支部书记、行政总监",
        "13900000005",
        (Membership("朝外示范科技有限公司", "MANAGER"), Membership("朝外银发志愿服务队", "MANAGER", 20)),
    ),
    Character("苏晚晴", "项目经理", "13900000006", (Membership("朝外示范物业服务有限公司", "HANDLER"),)),
    Character(
        "叶知秋",
        "工程师",
        "",
        (Membership("朝外示范科技有限公司", "MEMBER", 300), Membership("朝外示范书店有限公司", "MEMBER", 900, 320)),
    ),
    Character("程立雪", "店主", "13900000007", (Membership("朝外示范摄影工作室", "MANAGER", 30),)),
    Character("江临川", "律师", "", (Membership("建外示范律师事务所", "MEMBER"),)),
    Character("顾长风", "区委常委"),
    Character("秦照", "区人大常委会副主任"),
    Character("何所思", "街道工委书记"),
    Character("唐半山", "街道工委副书记"),
    Character("白露", "餐饮公司总经理"),
    Character("高明月", "社区卫生服务中心主任"),
    Character("宋一川", "志愿服务队队长"),
)
