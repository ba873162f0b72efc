"""What the contract's enums are called on pages."""

from collections.abc import Mapping

from schema.accounts.rules import SCOPES
from schema.capacity.kinds import KINDS as CAPACITY
from schema.capacity.kinds import STANDS
from schema.demands.sheet import AXES, LEVELS, ORIGINS, URGENCIES
from schema.engine.language import N_, translate
from schema.engine.refusals import MESSAGES
from schema.matching.parts import CALLED
from schema.matching.portfolio_kinds import STRENGTHS
from schema.matching.ranking_sums import PLACES
from schema.matching.reasons import OBSTACLES
from schema.notifications.rules import KINDS
from schema.plans.kinds import ADVANTAGES, CLASHES, FAILURES, LINE_STATUSES, SHORTFALLS, STATUSES
from schema.plans.kinds import OBSTACLES as PLAN_OBSTACLES
from schema.resources.sheet import MEASURES
from views.developers.titles import KINDS as KINDS_OF_TYPES
from views.developers.titles import PERSONAS, TITLES, WEIGHTS

LABELS: dict[str, Mapping[str, str]] = {
    "Scope": SCOPES,
    "Chapter": TITLES,
    "Persona": PERSONAS,
    "Weight": WEIGHTS,
    "Kind": KINDS_OF_TYPES,
    "Code": MESSAGES,
    "ImportList": {"ORGANISATIONS": N_("单位"), "RESOURCES": N_("资源清单"), "DEMANDS": N_("需求清单")},
    "ImportAction": {"CREATE": N_("新增"), "UPDATE": N_("更新"), "UNCHANGED": N_("无变化"), "WRONG": N_("需更正")},
    "NotificationKind": KINDS,
    "CapacityKind": CAPACITY,
    "WaitStatus": STANDS,
    "WaitingKind": {
        "DECIDE_REGISTRATION": N_("待审核登记"),
        "DECIDE_OFFER": N_("待审核资源"),
        "DECIDE_DEMAND": N_("待审核需求"),
        "MEND_REGISTRATION": N_("登记待改正"),
        "CONFIRM_CONTACT": N_("待确认联系人"),
        "MEND_OFFER": N_("资源待改正"),
        "CONFIRM_OFFER": N_("待确认仍可提供"),
        "MEND_DEMAND": N_("需求待改正"),
        "ANSWER_PROPOSAL": N_("待答复对接"),
        "ANSWER_UNIT": N_("待答复单位应答"),
        "ANSWER_WAIT": N_("候补待答复"),
        "CONFIRM_DELIVERY": N_("待确认交付"),
        "DECIDE_PROJECT": N_("项目待办理"),
        "CONFIRM_CLAIM": N_("待确认认领"),
        "ANSWER_INVITATION": N_("待答复邀请"),
        "FINISH_STAGE": N_("阶段到期"),
        "RATE_PROJECT": N_("待评价项目"),
        "ANSWER_MENTION": N_("待回复评论"),
        "DECIDE_RECORD": N_("待处理异议"),
    },
    "DigestRhythm": {"DAILY": N_("每日"), "WEEKLY": N_("每周一"), "NONE": N_("不发邮件")},
    "DuplicateReason": {
        "USCC": N_("信用代码相同"),
        "NAME": N_("名称相同"),
        "NAME_SIMILAR": N_("名称相近"),
        "PINYIN": N_("读音相同"),
    },
    "AreaLevel": {
        "DISTRICT": N_("区"),
        "SUBDISTRICT": N_("街道（地区、乡镇）"),
        "COMMUNITY": N_("社区（村）"),
        "GRID": N_("网格"),
        "BUILDING": N_("楼栋"),
        "ESTATE": N_("小区"),
    },
    "OrganisationKind": {
        "DEPARTMENT": N_("机关"),
        "PARTY_ORGANIZATION": N_("党组织"),
        "SOCIAL_ORGANIZATION": N_("社会组织"),
        "ENTERPRISE": N_("企业"),
        "PUBLIC_INSTITUTION": N_("事业单位"),
        "PROPERTY_COMPANY": N_("物业企业"),
        "SELF_GOVERNING_BODY": N_("自治组织"),
        "COMMITTEE": N_("协调委员会"),
        "OTHER": N_("其他"),
    },
    "OrganisationStatus": {
        "PENDING": N_("待审核"),
        "RETURNED": N_("已退回"),
        "ACTIVE": N_("在册"),
        "SUSPENDED": N_("已停用"),
        "CLOSED": N_("已注销"),
        "MERGED": N_("已合并"),
    },
    "CommitteeField": {
        "ECONOMY": N_("经济发展"),
        "SAFETY": N_("平安建设"),
        "CULTURE": N_("文化文明"),
        "LIVELIHOOD": N_("社会民生"),
        "ECOLOGY": N_("生态环境"),
        "CITY_OPERATION": N_("城市运行"),
    },
    "SeatRole": {
        "CHAIR": N_("主任"),
        "VICE_CHAIR": N_("副主任"),
        "SECRETARY_GENERAL": N_("秘书长"),
        "MEMBER": N_("委员"),
        "PART_TIME_MEMBER": N_("兼职委员"),
        "LIAISON": N_("联络员"),
        "MEMBER_UNIT": N_("成员单位"),
    },
    "MembershipRole": {
        "COORDINATOR": N_("协调员"),
        "MANAGER": N_("管理员"),
        "HANDLER": N_("经办人"),
        "MEMBER": N_("成员"),
    },
    "ZoneKind": {"BUSINESS_DISTRICT": N_("商圈"), "INDUSTRIAL_PARK": N_("园区")},
    "Coverage": {
        "SEPARATE": N_("单独组建"),
        "JOINT": N_("联合组建"),
        "BY_AREA": N_("分片组建"),
        "ATTACHED": N_("挂靠组建"),
    },
    "CategoryList": {"RESOURCE": N_("资源清单"), "DEMAND": N_("需求清单"), "NEED": N_("需求类型"), "BRAND": N_("品牌和计划")},
    "Measure": MEASURES,
    "ResourceStatus": {
        "DRAFT": N_("草稿"),
        "SUBMITTED": N_("待审核"),
        "RETURNED": N_("已退回"),
        "LISTED": N_("已发布"),
        "LAPSED": N_("待确认"),
        "EXHAUSTED": N_("已无余量"),
        "EXPIRED": N_("已过期"),
        "WITHDRAWN": N_("已撤回"),
    },
    "DemandStatus": {
        "DRAFT": N_("草稿"),
        "SUBMITTED": N_("待审核"),
        "RETURNED": N_("已退回"),
        "LISTED": N_("待对接"),
        "PARTLY_MATCHED": N_("部分对接"),
        "MATCHED": N_("已对接"),
        "FULFILLED": N_("已完成"),
        "CLOSED": N_("已销号"),
        "MERGED": N_("已合并"),
        "DECLINED": N_("不受理"),
        "WITHDRAWN": N_("已撤回"),
        "EXPIRED": N_("已过期"),
    },
    "MatchStatus": {
        "PROPOSED": N_("待单位答复"),
        "COUNTERED": N_("待委员会答复"),
        "AGREED": N_("已达成"),
        "DECLINED": N_("单位未接受"),
        "WITHDRAWN": N_("已撤回"),
        "EXPIRED": N_("逾期未答复"),
        "CANCELLED": N_("已取消"),
        "DONE": N_("已办结"),
    },
    "DeliveryStatus": {"REPORTED": N_("待需求方确认"), "CONFIRMED": N_("已确认"), "DISPUTED": N_("有异议")},
    "Rating": {"5": N_("很满意"), "4": N_("满意"), "3": N_("一般"), "2": N_("不满意"), "1": N_("很不满意")},
    "Obstacle": OBSTACLES,
    "PortfolioStrength": STRENGTHS,
    "MatchPart": CALLED,
    "RankingPlace": PLACES,
    "LetterKind": {"DIGEST": N_("提醒邮件"), "FRESHNESS": N_("资源到期确认"), "EMAIL": N_("邮箱验证")},
    "RecordKind": {
        "DELIVERED": N_("交付并确认"),
        "DECLINED": N_("未接受（已写明理由）"),
        "CANCELLED": N_("达成后由单位取消"),
        "UNANSWERED": N_("未答复"),
    },
    "RecordStatus": {
        "COUNTS": N_("在录"),
        "CONTESTED": N_("异议处理中"),
        "UPHELD": N_("复核维持"),
        "STRUCK": N_("异议成立"),
    },
    "PlanStatus": STATUSES,
    "PlanLineStatus": LINE_STATUSES,
    "PlanShortfall": SHORTFALLS,
    "PlanClash": CLASHES,
    "PlanObstacle": PLAN_OBSTACLES,
    "PlanAdvantage": ADVANTAGES,
    "PlanFailure": FAILURES,
    "PlanRuleKind": {"PIN": N_("固定"), "FORBID": N_("排除")},
    "PlanChange": {"NEW": N_("新增"), "MORE": N_("增加"), "LESS": N_("减少"), "DROPPED": N_("不再安排")},
    "CategoryFit": {"EXACT": N_("类别对口"), "RELATED": N_("类别有关")},
    "Nearness": {"COMMUNITY": N_("同一社区"), "SUBDISTRICT": N_("同一街道"), "DISTRICT": N_("同一区")},
    "ProjectOrigin": {"MATCHES": N_("供需对接"), "RESIDENTS": N_("居民提案"), "COMMITTEE": N_("委员会确定")},
    "ProjectStatus": {
        "PROPOSED": N_("待发布"),
        "PUBLISHED": N_("待认领"),
        "CLAIMED": N_("待签约"),
        "SIGNED": N_("已签约"),
        "IN_PROGRESS": N_("实施中"),
        "DELIVERED": N_("待评议"),
        "EVALUATED": N_("已评议"),
        "WRITTEN_OFF": N_("已销号"),
        "CARRIED_OVER": N_("已结转"),
        "TERMINATED": N_("已终止"),
    },
    "Age": {
        "UP_TO_14": N_("14 天以内"),
        "UP_TO_30": N_("15–30 天"),
        "UP_TO_90": N_("31–90 天"),
        "OVER_90": N_("90 天以上"),
    },
    "BalanceMeasure": {
        "NEEDED": N_("需求"),
        "MET": N_("已满足"),
        "PROMISED": N_("已承诺"),
        "UNMET": N_("未满足"),
        "OFFERED": N_("资源"),
        "ENGAGED": N_("已对接"),
        "IDLE": N_("闲置"),
        "OUTDATED": N_("待确认、已过期"),
        "SERVING": N_("对口闲置资源"),
        "AGE": N_("天数"),
        "QUANTITY": N_("数量"),
        "MONTH": N_("分月"),
        "NEIGHBOUR": N_("邻近调剂"),
        "FORECAST": N_("预测"),
    },
    "UnmetReason": {
        "EXPIRED": N_("已过期限"),
        "PARTLY_MATCHED": N_("部分对接，尚有缺口"),
        "PROPOSED": N_("已提出对接，待答复"),
        "CLAIMED": N_("已认领，尚未对接"),
        "DECLINED": N_("提出过对接，未达成"),
        "NO_OFFER": N_("清单上没有对口资源"),
        "UNCLAIMED": N_("有对口资源，无人认领"),
    },
    "ParticipantKind": {
        "COMMUNITY": N_("社区"),
        "SOCIAL_ORGANISATION": N_("社会组织"),
        "SOCIAL_WORKER": N_("社会工作者"),
        "VOLUNTEER": N_("社区志愿者"),
        "CHARITY": N_("社会慈善资源"),
        "OTHER": N_("其他单位"),
    },
    "PartnerStatus": {
        "INVITED": N_("待单位答复"),
        "CLAIMED": N_("待委员会确认"),
        "AGREED": N_("参与"),
        "DECLINED": N_("未参与"),
        "LEFT": N_("已退出"),
    },
    "DemandLevel": LEVELS,
    "DemandUrgency": URGENCIES,
    "DemandAxis": AXES,
    "DemandOrigin": ORIGINS,
    "Anonymity": {"false": N_("显示"), "true": N_("不显示（匿名）")},
    "Weekday": {
        "1": N_("周一"),
        "2": N_("周二"),
        "3": N_("周三"),
        "4": N_("周四"),
        "5": N_("周五"),
        "6": N_("周六"),
        "7": N_("周日"),
    },
    "AccountStatus": {"ACTIVE": N_("正常"), "DISABLED": N_("已停用")},
    "Language": {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"},
    "AreaKind": {
        "district": N_("区"),
        "subdistrict": N_("街道"),
        "area_office": N_("地区"),
        "town": N_("镇"),
        "township": N_("乡"),
        "residents_committee": N_("社区"),
        "villagers_committee": N_("村"),
    },
}
"""By enum: the words for each value, translatable."""


def labels(language: str, enum: str) -> Mapping[str, str]:
    """All values of an enum with their words, in the contract's order."""
    return {value: translate(language, words) for value, words in LABELS[enum].items()}


def label(language: str, enum: str, value: str | None) -> str:
    """The words for one value; empty for none."""
    return translate(language, LABELS[enum].get(value, value)) if value else ""
