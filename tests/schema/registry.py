"""How tests of the registry act: who may do what, and proof that a denial left nothing behind in any table."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from api.sample.places import JIQINGLI, SANFENGLI
from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, number
from tests.story import Story

UNIT, OTHER, TEAM = "朝外示范科技有限公司", "朝外示范餐饮管理有限公司", "朝外街道党建联络员队（科技）"
WAITING, RETURNED, SUSPENDED = "朝外银发志愿服务队", "朝外示范摄影工作室", "吉庆里示范酒店管理有限公司"

_TABLES = (
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
    " and not relispartition and relname not like '\\_yoyo%' order by relname"
)


async def fingerprint(engine: Engine) -> dict[str, str]:
    """A fingerprint of every row, by table."""
    names = [row["relname"] for row in await engine.services.pool.fetch(_TABLES)]
    sums = ", ".join(f"(select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {name} t)" for name in names)
    found: Any = await engine.services.pool.fetchrow(f"select {sums}")
    return dict(zip(names, found, strict=True))


async def denied(engine: Engine, viewer: Viewer, mutation: str, input: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and paths of the refusals of a mutation, which must not leave a trace in any table."""
    before = await fingerprint(engine)
    payload = await act(engine, viewer, mutation, input)
    assert await fingerprint(engine) == before
    assert payload["refusals"]
    return [(one["code"], one["path"]) for one in payload["refusals"]]


async def row(engine: Engine, id: str, table: str = "organisation") -> Any:
    """The row of a global id."""
    return await engine.services.pool.fetchrow(f"select * from {table} where id = $1", number(id))


async def contact_of(engine: Engine, organisation: str) -> str:
    """The global id of a unit's liaison officer."""
    found = await engine.services.pool.fetchval(
        "select id from contact where organisation_id = $1 order by liaison desc, id limit 1", number(organisation)
    )
    return f"contact_{found}"


def new_unit(story: Story, **more: Any) -> dict[str, Any]:
    """A unit that registers itself."""
    return {
        "name": "吉庆里示范烘焙坊（样例）",
        "kind": "ENTERPRISE",
        "area": story.area(JIQINGLI),
        "contactName": "秋水长",
        "contactPhone": "13700001234",
    } | more


async def attempts(engine: Engine, story: Story) -> dict[str, dict[str, Any]]:
    """By mutation: something that the coordinator of the street may do to units of 吉庆里社区."""
    unit, contact = story.organisation(UNIT), await contact_of(engine, story.organisation(UNIT))
    return {
        "organisationEdit": {"id": unit, "shortName": "示范科技"},
        "organisationApprove": {"id": story.organisation(WAITING)},
        "organisationReturn": {"id": story.organisation(WAITING), "reason": "请补充负责人"},
        "organisationResubmit": {"id": story.organisation(RETURNED)},
        "organisationSuspend": {"id": unit, "reason": "停业整顿"},
        "organisationResume": {"id": story.organisation(SUSPENDED)},
        "organisationClose": {"id": unit, "reason": "已迁出"},
        "organisationTag": {"ids": [unit], "add": ["先锋"]},
        "organisationMerge": {"id": story.organisation("朝外示范科技公司"), "into": unit},
        "organisationDistinguish": {"id": unit, "other": story.organisation("朝外示范科技公司")},
        "contactAdd": {"organisation": unit, "name": "秋水长", "phone": "13700001234"},
        "contactEdit": {"id": contact, "duty": "书记"},
        "contactRemove": {"id": contact},
        "contactConfirm": {"id": contact},
        "contactReveal": {"id": contact, "purpose": "联系议事会"},
        "liaisonAssign": {"id": story.organisation(TEAM), "areas": [story.area(SANFENGLI)]},
        "visitRecord": {
            "team": story.organisation(TEAM),
            "organisation": unit,
            "visitedOn": str(today() - timedelta(days=1)),
            "note": "了解用工需求",
        },
    }
