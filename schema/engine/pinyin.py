"""How Chinese characters are read aloud: what sorting, searching by initials and finding homophones rest on.

pypinyin reads by phrase. Its list of rare readings is of no use in names (庄 as "peng"), so the characters that really are
read in two ways in the names of places, units and people are listed here, with local names and surnames that it reads wrongly.
"""

from functools import cache
from types import ModuleType

LOCAL_NAMES = {
    "朝阳": ("cháo", "yáng"), "朝外": ("cháo", "wài"), "朝内": ("cháo", "nèi"), "朝来": ("cháo", "lái"),
    "长营": ("cháng", "yíng"), "长店": ("cháng", "diàn"), "长安": ("cháng", "ān"), "长青": ("cháng", "qīng"),
    "长春": ("cháng", "chūn"), "劲松": ("jìn", "sōng"), "重兴": ("chóng", "xīng"), "演乐": ("yǎn", "yuè"),
    "石佛": ("shí", "fó"), "瞰都": ("kàn", "dū"), "夏都": ("xià", "dū"), "康都": ("kāng", "dū"), "首都": ("shǒu", "dū"),
    "么铺": ("yāo", "pù"), "街道": ("jiē", "dào"), "支行": ("zhī", "háng"), "分行": ("fēn", "háng"), "大厦": ("dà", "shà"),
    "会计": ("kuài", "jì"), "音乐": ("yīn", "yuè"), "校长": ("xiào", "zhǎng"),
}  # fmt: skip
"""Readings that a phrase fixes and pypinyin gets wrong, or leaves to the character."""

SURNAMES = {
    "单": "shan4", "解": "xie4", "仇": "qiu2", "查": "zha1", "曾": "zeng1", "区": "ou1", "盖": "ge3", "朴": "piao2", "任": "ren2",
    "华": "hua4", "翟": "zhai2", "缪": "miao4", "纪": "ji3", "种": "chong2", "乐": "yue4", "召": "shao4", "员": "yun4",
    "燕": "yan1", "应": "ying1", "折": "she2", "繁": "po2", "覃": "qin2", "谌": "chen2", "冼": "xian3", "那": "na1",
    "车": "che1", "万俟": "mo4 qi2", "尉迟": "yu4 chi2", "长孙": "zhang3 sun1", "单于": "chan2 yu2", "澹台": "tan2 tai2",
}  # fmt: skip
"""Surnames read differently from the word they are written with."""

_SEVERAL = (
    "朝chao,zhao 行hang,xing 长chang,zhang 重chong,zhong 乐le,yue 都du,dou 单dan,shan,chan 曾zeng,ceng 解jie,xie 查cha,zha "
    "仇chou,qiu 盖gai,ge 朴pu,piao 厦xia,sha 堡bao,bu,pu 泊bo,po 佛fo,fu 校xiao,jiao 便bian,pian 调diao,tiao 传chuan,zhuan "
    "参can,shen 藏cang,zang 车che,ju 盛sheng,cheng 省sheng,xing 宿su,xiu 率lv,shuai 绿lv,lu 露lu,lou 落luo,la 奇qi,ji "
    "强qiang,jiang 什shi,shen 提ti,di 尾wei,yi 尉wei,yu 系xi,ji 降jiang,xiang 员yuan,yun 折zhe,she 种zhong,chong "
    "缪miao,mou 翟zhai,di 覃qin,tan 秘mi,bi 卡ka,qia 柏bai,bo 贾jia,gu 卜bu,bo 谌chen,shen 召zhao,shao 圈quan,juan "
    "角jiao,jue 觉jue,jiao 薄bo,bao 澄cheng,deng 弹tan,dan 阿a,e 蚌beng,bang 禅chan,shan 畜xu,chu 巷xiang,hang "
    "将jiang,qiang 劲jin,jing 模mo,mu 栖qi,xi 塞sai,se 杉shan,sha 爪zhao,zhua 么me,yao 宅zhai,zhe 说shuo,shui 数shu,shuo "
    "洗xi,xian 给gei,ji 壳ke,qiao 扎zha,za 琢zhuo,zuo 血xue,xie 熟shu,shou 削xue,xiao"
)
_ALTERNATIVES = {entry[0]: tuple(entry[1:].split(",")) for entry in _SEVERAL.split(" ")}


@cache
def _pypinyin() -> ModuleType:
    """Pypinyin with the local names loaded; imported late, because its phrase book takes a third of a second."""
    import pypinyin

    pypinyin.load_phrases_dict({phrase: [[reading] for reading in readings] for phrase, readings in LOCAL_NAMES.items()})
    return pypinyin


def readings(characters: str) -> list[tuple[str, ...]]:
    """The readings of each character without tones, ü as v: the one that fits the phrase first; () for what has none."""
    library = _pypinyin()
    found = library.lazy_pinyin(characters, errors=lambda unread: [""] * len(unread))
    return [_with_alternatives(character, reading) for character, reading in zip(characters, found, strict=True)]


def toned(characters: str) -> list[str]:
    """The reading of each character with its tone as a digit (5: none), as in "chao2"; "" for what has none."""
    library = _pypinyin()
    style = library.Style.TONE3
    return list(
        library.lazy_pinyin(characters, style=style, neutral_tone_with_five=True, errors=lambda unread: [""] * len(unread))
    )


def toned_name(characters: str) -> list[str]:
    """As `toned`, for the name of a person: the surname is read as a surname."""
    for length in (2, 1):
        surname = SURNAMES.get(characters[:length])
        if surname and len(characters) > length:
            return surname.split(" ") + toned(characters[length:])
    return toned(characters)


def _with_alternatives(character: str, reading: str) -> tuple[str, ...]:
    if not reading:
        return ()
    return (reading, *(other for other in _ALTERNATIVES.get(character, ()) if other != reading))
