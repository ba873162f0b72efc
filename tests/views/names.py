"""Addresses and values that name the story's people and things in words."""

import re
from typing import Any

from schema.engine.days import today
from schema.notifications.digests import stop_secret
from tests.schema.acting import number
from tests.schema.registry import contact_of
from tests.story import Story
from tests.views.house import House
from tests.views.plans_drawn import plan_of, rule_of

_NAMED = re.compile(r"\{(\w+):([^}]*)\}|\{today\}")
_SEAT = "select id from seat where committee_id = $1 and person_id = $2 and coalesce(valid_to > current_date, true)"
_CLAIM = "select min(c.id) from claim c join demand d on d.id = c.demand_id where d.title = $1 and c.ended_at is null"
_BETWEEN = "r.title = $1 and d.title = $2"
_MATCH = (
    f"select max(m.id) from match m join resource r on r.id = m.resource_id join demand d on d.id = m.demand_id where {_BETWEEN}"
)
_DELIVERY = (
    "select max(y.id) from delivery y join match m on m.id = y.match_id join resource r on r.id = m.resource_id"
    f" join demand d on d.id = m.demand_id where y.status = 'REPORTED' and {_BETWEEN}"
)
_RECORD = (
    "select max(e.id) from record_entry e join match m on m.id = e.match_id join resource r on r.id = m.resource_id"
    f" join demand d on d.id = m.demand_id where e.happened_at <= now() and {_BETWEEN}"
)
_OF_PROJECT = "join project j on j.id = x.project_id where j.title = $1"
_PARTS = {
    "partner": f"select max(x.id) from project_partner x join organisation o on o.id = x.organisation_id {_OF_PROJECT}"
    " and o.name like $2 || '%'",
    "stage": f"select max(x.id) from project_stage x {_OF_PROJECT} and x.name = $2",
    "spending": f"select max(x.id) from project_spending x {_OF_PROJECT} and x.purpose = $2",
}
_WAIT = (
    "select max(w.id) from wait w join resource r on r.id = w.resource_id join demand d on d.id = w.demand_id"
    f" where w.status in ('WAITING', 'ASKED') and {_BETWEEN}"
)
_TURN = (
    "insert into wait (demand_id, resource_id, quantity, covers, status, hold_until)"
    f" select d.id, r.id, 1, 1, 'ASKED', now() + interval '1 day' from demand d, resource r where {_BETWEEN}"
    " on conflict do nothing returning id"
)
_MEMBERSHIP = "select id from membership where person_id = $1 order by id limit 1"


async def spelled(house: House, story: Story, text: str) -> str:
    """The text with each name in braces as what pages write for it.

    ``{area:code}``, ``{org:name}``, ``{committee:name}``, ``{person:name}``, ``{zone:name}``, ``{account:login}``,
    ``{contact:organisation}`` its first contact, ``{seat:committee/person}``, ``{membership:person}``, ``{resource:title}``,
    ``{category:code}``, ``{need:code}`` a type of need, ``{demand:title}``, ``{claim:title}`` the demand's first,
    ``{match:resource/demand}``, ``{delivery:resource/demand}`` one that waits to be confirmed, ``{comment:beginning}``,
    ``{record:resource/demand}`` the latest entry that came of it,
    ``{wait:resource/demand}`` a place in line, ``{turn:resource/demand}`` one that is asked, made so where there is none,
    ``{attachment:file name}``, ``{notification:login}`` the latest, ``{stop:login}`` what stops a digest, ``{today}``.

    Of plans: ``{plan:status}``, ``{planrule:}`` something that was forbidden.

    Of projects: ``{project:title}`` the latest, ``{carried:title}`` the one that it continues, ``{partner:title/unit}``,
    ``{stage:title/name}``, ``{spending:title/purpose}``, ``{brand:code}``.
    """
    found = {match[0]: await _id(house, story, match[1], match[2]) for match in _NAMED.finditer(text)}
    return _NAMED.sub(lambda match: found[match[0]], text)


async def _id(house: House, story: Story, kind: str | None, name: str) -> str:
    match kind:
        case None:
            return str(today())
        case "contact":
            return await contact_of(house.engine, story.organisation(name))
        case "seat":
            committee, person = name.split("/")
            key = number(story.committee(committee)), number(story.person(person))
            return f"seat_{await house.value(_SEAT, *key)}"
        case "resource":
            return f"resource_{await house.value('select id from resource where title = $1', name)}"
        case "demand":
            return f"demand_{await house.value('select id from demand where title = $1', name)}"
        case "stop":
            return stop_secret(house.engine.services.seal, number(story.account(name)))
        case "notification":
            told = "select max(n.id) from notification n join account a on a.id = n.account_id where a.login = $1"
            return f"notification_{await house.value(told, name)}"
        case "comment":
            return f"comment_{await house.value('select max(id) from comment where text like $1', f'{name}%')}"
        case "brand":
            return f"category_{await house.value('select id from category where list = $1 and code = $2', 'BRAND', name)}"
        case "project":
            return f"project_{await house.value('select max(id) from project where title = $1', name)}"
        case "carried":
            return f"project_{await house.value('select min(id) from project where title = $1', name)}"
        case "partner" | "stage" | "spending":
            return f"{kind}_{await house.value(_PARTS[kind], *name.split('/'))}"
        case "claim":
            return f"claim_{await house.value(_CLAIM, name)}"
        case "match" | "delivery":
            return f"{kind}_{await house.value(_MATCH if kind == 'match' else _DELIVERY, *name.split('/'))}"
        case "record":
            return f"record_{await house.value(_RECORD, *name.split('/'))}"
        case "plan":
            return await plan_of(house, story, name)
        case "planrule":
            return await rule_of(house, story)
        case "wait":
            return f"wait_{await house.value(_WAIT, *name.split('/'))}"
        case "turn":
            return f"wait_{await house.value(_TURN, *name.split('/')) or await house.value(_WAIT, *name.split('/'))}"
        case "attachment":
            return f"attachment_{await house.value('select max(id) from attachment where file_name = $1', name)}"
        case "need":
            return f"category_{await house.value('select id from category where list = $1 and code = $2', 'NEED', name)}"
        case "category":
            return f"category_{await house.value('select id from category where code = $1', name)}"
        case "membership":
            return f"membership_{await house.value(_MEMBERSHIP, number(story.person(name)))}"
    return story.ids[{"org": "organisation"}.get(kind, kind), name]


async def all_spelled(house: House, story: Story, values: Any) -> dict[str, Any]:
    """The same for the values of a form; files stay as they are."""
    texts = {name: await spelled(house, story, value) for name, value in values.items() if isinstance(value, str)}
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    files = {name: value for name, value in values.items() if isinstance(value, tuple)}
    return texts | files | {name: [await spelled(house, story, one) for one in value] for name, value in lists.items()}
