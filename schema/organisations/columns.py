"""The columns of a table of units: what they are called in the tables people have, and how kinds are named in them."""

from schema.engine.language import N_
from schema.spreadsheets.columns import column, simplified

KINDS = {
    "DEPARTMENT": (
        "机关单位",
        "机关 委办局 政府 部门 街道办事处 地区办事处 派出所 司法所 税务所 市场监管所 法院 检察院 消防救援站 支队 大队 局 办公室",
    ),
    "PARTY_ORGANIZATION": ("党组织", "党支部 党总支 党委 党组 党工委 联合支部 支部 支部委员会 总支部委员会 党小组"),
    "SOCIAL_ORGANIZATION": (
        "社会组织",
        "社会团体 社团 民非 民办非企业 民办非企业单位 基金会 协会 商会 学会 促进会 志愿服务队 志愿者协会 社会工作事务所 群团",
    ),
    "ENTERPRISE": (
        "企业",
        "公司 国企 央企 民企 非公 两新 集团 银行 支行 分行 合作社 个体工商户 个体户 商户 门店 商铺 工厂 厂 店 中心商场 商场 酒店",
    ),
    "PUBLIC_INSTITUTION": (
        "事业单位",
        "学校 小学 中学 大学 学院 幼儿园 附中 附小 医院 卫生服务中心 卫生服务站 卫生院 图书馆 文化馆 博物馆 研究院 研究所 党校",
    ),
    "PROPERTY_COMPANY": ("物业公司", "物业企业 物业 物业服务企业 物业服务中心 物业管理处 物业项目部"),
    "SELF_GOVERNING_BODY": (
        "自治组织",
        "居委会 居民委员会 村委会 村民委员会 业委会 业主委员会 物管会 物业管理委员会 群众性自治组织 居民自治组织",
    ),
    "OTHER": ("其他", "其它 其他单位"),
}
"""Kind → its name in our template, and other words that tables use. Committees are founded on their own page, not imported."""

COLUMNS = (
    column(
        "name",
        N_("单位名称"),
        "单位全称 名称 全称 机构名称 组织名称 企业名称 公司名称 党组织名称 党组织全称 社会组织名称 成员单位 驻区单位 单位",
        36,
        example="北京晨光示例物业管理有限公司",
        told=N_("必填。登记的全称，2 至 120 个字。"),
    ),
    column("short_name", N_("简称"), "单位简称", example="晨光物业"),
    column(
        "uscc",
        N_("统一社会信用代码"),
        "社会信用代码 统一信用代码 信用代码 组织机构代码 机构代码 代码",
        22,
        example="91110105MA0000007L",
        told=N_("18 位，请设为文本格式。"),
    ),
    column(
        "kind",
        N_("单位类型"),
        "单位类别 单位性质 机构类别 机构类型 单位属性 类别 类型 性质",
        example="物业公司",
        told=N_("请从列表中选择；不填时按名称推断。"),
        choices=[label for label, _ in KINDS.values()],
    ),
    column("subdistrict", N_("所属街道"), "所在街道 属地街道 所属街乡 街乡 街道乡镇 乡镇 街道", example="示例街道"),
    column(
        "area",
        N_("所属社区"),
        "所在社区 社区村 所属村 社区 所属区域 所在区域 所属网格 网格 区域 属地 辖区",
        example="示例社区",
        told=N_("社区、网格等的名称或代码；不填时归到导入时选择的区域。"),
    ),
    column(
        "address",
        N_("地址"),
        "详细地址 单位地址 办公地址 注册地址 经营地址 联系地址 通讯地址 住所",
        36,
        example="示例路 1 号院 2 号楼 101 室",
    ),
    column(
        "contact_name",
        N_("联系人"),
        "联系人姓名 单位联系人 联络员 负责人 联络人 党组织书记 书记 法定代表人 法人 姓名",
        example="王示例",
        told=N_("与联系电话一并填写，加密保存。"),
    ),
    column(
        "contact_phone",
        N_("联系电话"),
        "联系人电话 联系方式 手机号码 手机号 手机 电话号码 电话 办公电话 固定电话 座机",
        example="13800000000",
    ),
    column("contact_duty", N_("职务"), "联系人职务 职务职称", example="项目经理"),
    column("confirmed_on", N_("核实日期"), "确认日期 更新日期 填报日期 登记日期", 12, example="2026-01-15"),
    column(
        "parent",
        N_("上级单位"),
        "主管单位 业务主管单位 上级主管单位 上级党组织 隶属单位 隶属关系 上级",
        30,
        example="北京晨光示例集团有限公司",
        told=N_("已登记的单位，或本表另一行。"),
    ),
    column(
        "service_areas",
        N_("服务区域"),
        "服务范围 服务社区 服务区",
        30,
        example="示例社区、示例北社区",
        told=N_("多个用顿号分隔。"),
    ),
    column("tags", N_("标签"), "特色标签 关键词", 20, example="物业、志愿服务", told=N_("多个用顿号分隔，只增不减。")),
    column(
        "description",
        N_("简介"),
        "备注 单位简介 情况说明 单位情况 业务范围 说明",
        40,
        example="这一行是示例，填写时请删去",
    ),
)

_KIND_WORDS = {word: kind for kind, (label, words) in KINDS.items() for word in (label, *words.split())}


def recognise_kind(label: str, name: str = "") -> str | None:
    """The kind that a label means, or, without a label, that a name suggests (OTHER if nothing); None for an unknown label."""
    label = simplified(label)
    if label.upper() in KINDS:
        return label.upper()
    return _kind_word(label) if label else _kind_word(simplified(name)) or "OTHER"


def _kind_word(text: str) -> str | None:
    """The kind of the word that stands last in the text, the longest of several: in Chinese the head of a name is at its end."""
    ends = [(text.rfind(word) + len(word), len(word), kind) for word, kind in _KIND_WORDS.items() if word in text]
    kind = max(ends)[2] if ends else None
    return "PROPERTY_COMPANY" if kind == "ENTERPRISE" and "物业" in text else kind
