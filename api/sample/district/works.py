"""Projects as rows: who takes part, stages, notes, spending, ratings, and what the ledger says of them."""

from typing import Any

from api.sample.district import texts
from api.sample.district.clock import DAYS
from api.sample.district.needs import Need
from api.sample.district.projects import Project, made
from api.sample.district.words.works import (
    AIMS,
    BLOCKS,
    NOTES,
    OUTCOMES,
    PRAISE,
    RATINGS,
    STAGES,
)
from api.sample.district.world import Unit, World
from schema.projects.rules import following


def fill(world: World) -> None:
    """The whole list."""
    projects = made(world)
    for project in projects:
        project.id = world.rows.number("project")
    for project in projects:
        _project(world, project)
        _partners(world, project)
        _links(world, project)
        _plan(world, project)
        _course(world, project)
        _rate(world, project)


def _tell(world: World, project: Project, when: float, verb: str, actor: int | None = None, **told: Any) -> None:
    concerned = [unit.id for unit in [project.lead, *project.others] if unit]
    concerned += [need.organisation.id for need in project.needs if need.organisation]
    account = actor or project.area.coordinator
    data = {"title": project.title} | told
    world.ledger.tell(when, account, verb, ("Project", project.id), project.area.path, concerned, data)


def _project(world: World, project: Project) -> None:
    clock, at = world.clock, project.at
    last = max([project.made, *at.values(), *([project.ended[1]] if project.ended else ()), *(one[0] for one in project.spent)])
    closed = project.ended[1] if project.ended else at.get("written_off")
    delivered = at.get("delivered")
    days: dict[str, Any] = {
        name: clock.day(at[step]) if step in at else None
        for name, step in (("signed_on", "signed"), ("started_on", "started"), ("delivered_on", "delivered"))
    }
    world.rows.put(
        "project",
        id=project.id,
        account_id=project.area.coordinator,
        origin=project.origin,
        area_id=project.area.id,
        area_path=project.area.path,
        title=project.title,
        title_key=texts.key(project.title),
        words=texts.words(project.title),
        description=world.chance.choice(AIMS),
        half_year=project.half,
        lead_id=project.lead.id if project.lead and "claimed" in at else None,
        required_kinds=world.chance.choice(([], [], ["COMMUNITY"], ["COMMUNITY", "SOCIAL_ORGANISATION"])),
        award=project.award,
        status=project.status,
        reason=project.reason,
        outcome=world.chance.choice(OUTCOMES) if delivered else "",
        beneficiaries=world.chance.randint(20, 2000) if delivered else None,
        carried_from_id=project.carried_from and project.carried_from.id,
        published_at=clock.moment(at["published"]) if "published" in at else None,
        **days,
        closed_at=clock.moment(closed) if closed else None,
        created_at=clock.moment(project.made),
        updated_at=clock.moment(last),
        version=2 + len(at) + len(project.spent),
    )


def _partners(world: World, project: Project) -> None:
    """The lead, others who agreed, and some who did not."""
    if "claimed" not in project.at:
        return
    when = project.at["claimed"]
    for place, unit in enumerate([project.lead, *project.others]):
        if unit:
            refused = place > 1 and world.chance.random() < 0.3
            _partner(world, project, unit, when, "DECLINED" if refused else "AGREED")


def _partner(world: World, project: Project, unit: Unit, when: float, status: str) -> None:
    reason = world.chance.choice(BLOCKS) if status == "DECLINED" else ""
    kind = "COMMUNITY" if unit.kind == "SELF_GOVERNING_BODY" else unit.participates_as
    world.rows.add(
        "project_partner",
        project_id=project.id,
        organisation_id=unit.id,
        kind=kind,
        part=world.chance.choice(("提供场地", "提供人员", "组织居民", "牵头实施", "")),
        status=status,
        reason=reason,
        created_at=world.clock.moment(when),
        version=2,
    )
    if "claimed" in project.brought:
        return
    told = {"unit": unit.name} | ({"reason": reason} if reason else {})
    if unit is project.lead:
        _tell(world, project, when - 0.2, "project.claimed", unit.account, unit=unit.name)
        _tell(world, project, when, "project.accepted", unit=unit.name, lead=True)
    else:
        _tell(world, project, when - 0.1, "project.invited", unit=unit.name)
        _tell(world, project, when, "project.declined" if reason else "project.joined", unit.account, **told)


def _links(world: World, project: Project) -> None:
    """The demands it fulfils and the promises it carries out; of those that are open the next half-year takes over."""
    for need in project.needs:
        world.rows.put("project_demand", project_id=project.id, demand_id=need.id)
    for promise in project.promises:
        gone = project.ended if project.ended and (project.ended[0] == "TERMINATED" or promise.over > project.ended[1]) else None
        ended = world.clock.moment(gone[1]) if gone else None
        world.rows.put("project_match", project_id=project.id, match_id=promise.id, ended_at=ended)


def _plan(world: World, project: Project) -> None:
    """Criteria and stages."""
    compared = "compared" in project.at
    for place, text in enumerate(project.criteria, 1):
        met = world.chance.random() < 0.93 if compared else None
        world.rows.add("project_criterion", project_id=project.id, place=place, text=text, met=met, note="")
    begun = project.at.get("signed")
    if begun is None:
        return
    whole = (project.at.get("delivered") or begun + 90) - begun
    for name, first, last in STAGES:
        ends = begun + whole * last
        stop = project.ended[1] if project.ended else DAYS
        done = ends if "delivered" in project.at or ("started" in project.at and ends < stop - 5 and last < 1) else None
        days = {"starts_on": world.clock.day(begun + whole * first), "ends_on": world.clock.day(ends)}
        world.rows.add("project_stage", project_id=project.id, name=name, **days, done_on=done and world.clock.day(done))


def _course(world: World, project: Project) -> None:
    """Its steps, notes and spending, this half-year's only."""
    at, new = project.at, {step: when for step, when in project.at.items() if step not in project.brought}
    if project.carried_from:
        before = {"from": f"project_{project.carried_from.id}", "half": project.carried_from.half}
        _tell(world, project, project.made, "project.continued", None, **before)
    else:
        _tell(world, project, project.made, "project.proposed")
        _tell(world, project, project.made + 0.01, "project.measured", count=len(project.criteria), criteria=project.criteria)
    for step in ("published", "signed", "started", "delivered", "compared", "written_off"):
        if step in new:
            told: dict[str, Any] = {"on": world.clock.day(new[step])} if step in ("signed", "started", "delivered") else {}
            _tell(world, project, new[step], f"project.{step}", **told)
    if project.award is not None and "signed" in new:
        _tell(world, project, new["signed"] + 0.01, "project.awarded", before=None, award=str(project.award))
    for when, amount, purpose in project.spent:
        world.rows.add("project_spending", project_id=project.id, amount=amount, spent_on=world.clock.day(when), purpose=purpose)
        _tell(world, project, when, "project.spent", amount=str(amount), purpose=purpose)
    if "started" in at:
        _notes(world, project, max(at["started"], project.made), at.get("delivered") or (project.ended or ("", DAYS - 0.5))[1])
    if project.ended:
        _finish(world, project, *project.ended)


def _finish(world: World, project: Project, status: str, when: float) -> None:
    told = {"half": following(project.half)} if status == "CARRIED_OVER" else {}
    told["reason"] = project.reason
    _tell(world, project, when, f"project.{status.lower()}", None, **told)


def _notes(world: World, project: Project, first: float, last: float) -> None:
    for _ in range(world.chance.randint(0, 3)):
        when = world.between(first, last)
        person = project.lead.person if project.lead else None
        day = world.clock.day(when)
        text = world.chance.choice(NOTES)
        created = world.clock.moment(when)
        world.rows.add("project_note", project_id=project.id, person_id=person, noted_on=day, text=text, created_at=created)
        _tell(world, project, when, "project.noted", project.lead.account if project.lead else None, on=day)


def _rate(world: World, project: Project) -> None:
    """Those who needed it rate it, never those who did it."""
    if "rated" not in project.at:
        return
    when = project.at["rated"]
    doing = {unit.id for unit in [project.lead, *project.others] if unit}
    sides: list[Need | None] = [*project.needs] or [None]
    for need in sides:
        own = need is not None and need.organisation is not None and need.organisation.id in doing
        account = need.account if need and need.account and not own else project.area.street.coordinator
        rating = world.chance.choices(list(RATINGS), list(RATINGS.values()))[0]
        world.rows.add(
            "project_rating",
            project_id=project.id,
            demand_id=need.id if need else None,
            account_id=account,
            rating=rating,
            words=world.chance.choice(PRAISE[rating]),
            rated_at=world.clock.moment(when),
        )
        _tell(world, project, when, "project.rated", account, rating=rating)
