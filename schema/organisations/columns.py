"""The columns of a table of units: what they are called in the tables people have, and how kinds are named in them."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a unit as a column: its heading in our own template, other headings it goes by (best first), its width there."""

    field: str
    heading: str
    synonyms: tuple[str, ...]
    width: int = 16


def _column(field: str, heading: str, synonyms: str, width: int = 16) -> Column:
    return Column(field, heading, tuple(synonyms.split()), width)


COLUMNS = (
    _column(
        "name",
        "单位名称",
        "单位全称 名称 全称 机构名称 组织名称 企业名称 公司名称 党组织名称 党组织全称 社会组织名称 成员单位 驻区单位 单位",
        36,
    ),
    _column("short_name", "简称", "单位简称"),
    _column("uscc", "统一社会信用代码", "社会信用代码 统一信用代码 信用代码 组织机构代码 机构代码 代码", 22),
    _column("kind", "单位类型", "单位类别 单位性质 机构类别 机构类型 单位属性 类别 类型 性质"),
    _column("subdistrict", "所属街道", "所在街道 属地街道 所属街乡 街乡 街道乡镇 乡镇 街道"),
    _column("area", "所属社区", "所在社区 社区村 所属村 社区 所属区域 所在区域 所属网格 网格 区域 属地 辖区"),
    _column("address", "地址", "详细地址 单位地址 办公地址 注册地址 经营地址 联系地址 通讯地址 住所", 36),
    _column("contact_name", "联系人", "联系人姓名 单位联系人 联络员 负责人 联络人 党组织书记 书记 法定代表人 法人 姓名"),
    _column("contact_phone", "联系电话", "联系人电话 联系方式 手机号码 手机号 手机 电话号码 电话 办公电话 固定电话 座机"),
    _column("contact_duty", "职务", "联系人职务 职务职称"),
    _column("confirmed_on", "核实日期", "确认日期 更新日期 填报日期 登记日期", 12),
    _column("parent", "上级单位", "主管单位 业务主管单位 上级主管单位 上级党组织 隶属单位 隶属关系 上级", 30),
    _column("service_areas", "服务区域", "服务范围 服务社区 服务区", 30),
    _column("tags", "标签", "特色标签 关键词", 20),
    _column("description", "简介", "备注 单位简介 情况说明 单位情况 业务范围 说明", 40),
)
HEADINGS = {column.field: column.heading for column in COLUMNS}
"""Field → heading in our template."""

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

_KIND_WORDS = {word: kind for kind, (label, words) in KINDS.items() for word in (label, *words.split())}


def guess_mapping(headings: tuple[str, ...]) -> dict[str, str]:
    """Heading → field, as well as it can be told from the headings; each field at most once, unknown headings left out."""
    claims = sorted(
        (rank, place, heading, column.field)
        for place, heading in enumerate(headings)
        for column in COLUMNS
        if (rank := _rank(simplified(heading), column)) is not None
    )
    mapping: dict[str, str] = {}
    for _, _, heading, field in claims:
        if heading not in mapping and field not in mapping.values():
            mapping[heading] = field
    return mapping


def known_headings(cells: tuple[str, ...]) -> int:
    """How many cells of a row are headings by their very words: what tells the row of headings from a title."""
    words = {simplified(cell) for cell in cells}
    return sum(any(word in words for word in (column.heading, *column.synonyms)) for column in COLUMNS)


def recognise_kind(label: str, name: str = "") -> str | None:
    """The kind that a label means, or, without a label, that a name suggests (OTHER if nothing); None for an unknown label."""
    label = simplified(label)
    if label.upper() in KINDS:
        return label.upper()
    return _kind_word(label) if label else _kind_word(simplified(name)) or "OTHER"


def simplified(text: str) -> str:
    """A heading or label without spaces, signs and what stands in brackets."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[^\w]", "", re.sub(r"\([^)]*\)|\[[^]]*\]|【[^】]*】", "", folded) or folded)


def _rank(heading: str, column: Column) -> int | None:
    """How well a heading names a column, 0 the best; what only contains a name of the column comes after all that equal one."""
    names = (column.heading, *column.synonyms)
    if heading in names:
        return names.index(heading)
    contained = [place for place, word in enumerate(names) if len(word) > 1 and word in heading]
    return 100 - max(len(names[place]) for place in contained) if contained else None


def _kind_word(text: str) -> str | None:
    """The kind of the word that stands last in the text, the longest of several: in Chinese the head of a name is at its end."""
    ends = [(text.rfind(word) + len(word), len(word), kind) for word, kind in _KIND_WORDS.items() if word in text]
    kind = max(ends)[2] if ends else None
    return "PROPERTY_COMPANY" if kind == "ENTERPRISE" and "物业" in text else kind
