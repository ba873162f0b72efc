"""What the sample's people say to one another about its offers, needs and matches."""

from collections.abc import Mapping

from api.sample.voice import Voice

_LESSONS = (
    "select 'match_' || m.id from match m join resource r on r.id = m.resource_id join demand d on d.id = m.demand_id"
    " where r.title = '智能手机使用辅导' and d.title = '老年人手机课堂'"
)
_OFFER = "select 'resource_' || id from resource where title = '一层共享会议室'"
_NEED = "select 'demand_' || id from demand where title = '六号楼前电动车充电桩'"
TALK = (
    (_NEED, "chaowai", "已与供电公司约好下周现场勘查，@沈知行 请社区安排人带路。"),
    (_OFFER, "chaowai", "议事会需要围坐，桌椅能不能移动？@陆远山"),
    (_OFFER, "member", "可以移动，会后请恢复原样。"),
    (_LESSONS, "jiqingli", "后两次课换到党群服务中心二层，@陆远山 请带一台投影仪。"),
    (_LESSONS, "manager", "好的，投影仪我们带。@叶知秋 周三一点半到场布置。"),
)
"""About what, who, and what they say; the later answers the earlier."""


async def talk(voices: Mapping[str, Voice]) -> None:
    """Say it."""
    for place, (item, login, text) in enumerate(TALK):
        voice = voices[login]
        found: str = await voice.engine.services.pool.fetchval(item)
        await voice.act("commentAdd", str(place), item=found, text=text)
