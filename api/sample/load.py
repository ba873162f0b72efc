"""Loading the sample district, through the schema as anybody would enter it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from api.sample.committees import COMMITTEES, ZONES, Committee, Zone
from api.sample.needs import NEEDS, PUBLIC, Need
from api.sample.offers import OFFERS, Offer
from api.sample.people import CAST
from api.sample.personas import PASSWORD, PERSONAS, Persona
from api.sample.pictures import hang_up
from api.sample.places import DISTRICT, JIQINGLI, MOVED_GRID, MOVED_TO, PLACES, STREET, STREET_ELSEWHERE
from api.sample.promises import enter
from api.sample.talk import talk
from api.sample.units import TEAMS, UNITS, VISITS, Unit, credit_code
from api.sample.voice import Voice
from api.sample.works import WORKS
from api.sample.works import enter as enter_works
from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.ids import number_of
from schema.engine.reader import Engine
from schema.notifications.telling import tell_on

DIVISIONS = Path(__file__).with_name("divisions_110105.csv")
_SINCE = "2020-01-01"
"""Since when the sample's grids, buildings and estates exist."""


async def load(engine: Engine) -> list[Persona]:
    """Load the sample district, once: what was interrupted is continued; a database in use for something else stays as it is."""
    if not await _is_loaded(engine):
        await _Loading(engine, Voice(engine, Viewer(account=0, administrator=True, via="cli"))).run()
    return list(PERSONAS)


def full(name: str) -> str:
    """A made-up organisation's name in the registry."""
    return f"{name}（样例）"


async def _is_loaded(engine: Engine) -> bool:
    """The last thing that a load does is there, or people who are not the sample's."""
    done = "select exists (select from project where title = $1) or exists (select from account where login <> all($2))"
    found: bool = await engine.services.pool.fetchval(done, WORKS[-1].title, [one.login for one in PERSONAS])
    return found


@dataclass
class _Loading:
    engine: Engine
    founder: Voice
    """Whoever sets the product up: an administrator at the command line."""
    areas: dict[str, str] = field(default_factory=dict)
    """Global ids by code; below, by name."""
    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    committees: dict[str, str] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    """Coordinators by the code of their area, everybody by their login."""

    async def run(self) -> None:
        """Areas first, then who acts in them, then everything that they enter."""
        await self._areas()
        await self._people()
        for committee in COMMITTEES:
            await self._committee(committee)
        await self._coordinators()
        for number, unit in enumerate(UNITS, 1):
            await self._organisation(unit, number)
        for committee in COMMITTEES:
            await self._seats(committee)
        await self._memberships()
        await self._teams()
        await self._age()
        await self._decisions()
        for zone in ZONES:
            await self._zone(zone)
        await self._own_people()
        await self._offers()
        await self._needs()
        await hang_up(self.voices)
        await enter(self.voices)
        await talk(self.voices)
        await enter_works(self.voices, self.areas, self.organisations)
        await tell_on(self.engine.services.pool)
        await self.engine.services.pool.execute("analyze")

    def by(self, area: str) -> Voice:
        """The coordinator who enters what belongs to an area."""
        return next(self.voices[code] for code in (STREET, STREET_ELSEWHERE, DISTRICT) if area.startswith(code))

    async def _areas(self) -> None:
        await self.founder.act("areaImport", "divisions", text=DIVISIONS.read_text(encoding="utf-8"))
        rows = await self.engine.services.pool.fetch("select code, id from area")
        self.areas = {row["code"]: f"area_{row['id']}" for row in rows}
        for place in PLACES:
            payload = await self.founder.act(
                "areaCreate",
                place.code,
                parent=self.areas[place.parent],
                level=place.level,
                code=place.code,
                name=place.name,
                validFrom=_SINCE,
                classCode=place.area_class,
            )
            self.areas[place.code] = payload["area"]["id"]
        for place in PLACES:
            if place.overlaps:
                grids = [self.areas[code] for code in place.overlaps]
                await self.founder.act("areaOverlapSet", place.code, id=self.areas[place.code], grids=grids)
        moved = {"id": self.areas[MOVED_GRID], "parent": self.areas[MOVED_TO], "from": f"{today().year}-01-01"}
        await self.founder.act("areaMove", MOVED_GRID, **moved)

    async def _people(self) -> None:
        for one in CAST:
            entry = {"name": one.name, "title": one.title, "phone": one.phone or None}
            self.people[one.name] = (await self.founder.act("personCreate", one.name, **entry))["person"]["id"]
        for persona in PERSONAS:
            given = {"person": self.people[persona.name], "login": persona.login, "administrator": persona.administrator}
            await self.founder.act("accountCreate", persona.login, **given)
        # No mutation gives an account a password that others know, and here everybody is meant to.
        await self.engine.services.pool.execute(
            "update account set password_hash = $1, must_change_password = false where must_change_password",
            self.engine.services.passwords.hash(PASSWORD),
        )

    async def _committee(self, committee: Committee) -> None:
        since, until = committee.term
        payload = await self.founder.act(
            "committeeCreate",
            committee.name,
            area=self.areas[committee.area],
            field=committee.field,
            name=full(committee.name),
            termFrom=day(since),
            termTo=day(until),
        )
        self.committees[committee.name] = payload["committee"]["id"]
        self.organisations[committee.name] = payload["committee"]["organisation"]["id"]

    async def _coordinators(self) -> None:
        paths = {row["code"]: row["path"] for row in await self.engine.services.pool.fetch("select code, path from area")}
        accounts = {
            row["login"]: row for row in await self.engine.services.pool.fetch("select id, login, person_id from account")
        }
        for login, code in {"district": DISTRICT, "chaowai": STREET, "jianwai": STREET_ELSEWHERE, "jiqingli": JIQINGLI}.items():
            row = accounts[login]
            viewer = Viewer(account=row["id"], person=row["person_id"], areas=(paths[code],), via="cli")
            self.voices[code] = self.voices[login] = Voice(self.engine, viewer)

    async def _own_people(self) -> None:
        rows = await self.engine.services.pool.fetch(
            "select a.login, a.id, a.person_id, array_agg(m.organisation_id) as units,"
            " coalesce(array_agg(m.organisation_id) filter (where m.role <> 'MEMBER'), '{}') as managed from account a"
            " join membership m on m.person_id = a.person_id and m.role <> 'COORDINATOR' group by a.id"
        )
        for row in rows:
            units, managed = tuple(row["units"]), tuple(row["managed"])
            viewer = Viewer(account=row["id"], person=row["person_id"], managed=managed, organisations=units, via="cli")
            self.voices[row["login"]] = Voice(self.engine, viewer)

    async def _organisation(self, unit: Unit, number: int) -> None:
        voice = Voice(self.engine, Viewer(via="cli")) if unit.registers_itself else self.by(unit.area)
        contact = (
            dict(zip(("contactName", "contactPhone", "contactDuty"), unit.contacts[0], strict=True)) if unit.contacts else {}
        )
        payload = await voice.act(
            "organisationRegister",
            unit.name,
            name=full(unit.name),
            kind=unit.kind,
            area=self.areas[unit.area],
            shortName=unit.short,
            uscc=credit_code(unit.code, number) if unit.code else None,
            address=unit.address,
            description=unit.description,
            parent=self.organisations.get(unit.parent),
            serviceAreas=[self.areas[code] for code in unit.serves],
            tags=list(unit.tags),
            **contact,
        )
        self.organisations[unit.name] = payload["organisation"]["id"] if payload["organisation"] else await self._waiting(unit)
        for name, phone, duty in unit.contacts[1:]:
            given = {"organisation": self.organisations[unit.name], "name": name, "phone": phone, "duty": duty}
            await voice.act("contactAdd", f"{unit.name} {name}", **given)

    async def _waiting(self, unit: Unit) -> str:
        """The id of a registration, which its unit does not get to see."""
        number = await self.engine.services.pool.fetchval("select id from organisation where name = $1", full(unit.name))
        return f"org_{number}"

    async def _seats(self, committee: Committee) -> None:
        for place, seat in enumerate(committee.seats):
            await self.founder.act(
                "seatAppoint",
                f"{committee.name} {place}",
                committee=self.committees[committee.name],
                role=seat.role,
                person=self.people.get(seat.person),
                organisation=self.organisations.get(seat.organisation),
                outsidePost=seat.outside_post,
                duties=seat.duties,
                validFrom=day(seat.since),
                validTo=day(seat.until),
            )

    async def _memberships(self) -> None:
        for one in CAST:
            for post in one.memberships:
                await self.founder.act(
                    "membershipCreate",
                    f"{one.name} {post.organisation}",
                    person=self.people[one.name],
                    organisation=self.organisations[post.organisation],
                    role=post.role,
                    validFrom=day(post.since),
                    validTo=day(post.until),
                )

    async def _teams(self) -> None:
        voice = self.voices[STREET]
        for team, codes in TEAMS.items():
            areas = [self.areas[code] for code in codes]
            await voice.act("liaisonAssign", team, id=self.organisations[team], areas=areas)
        for team, unit, ago, note in VISITS:
            parties = {"team": self.organisations[team], "organisation": self.organisations[unit]}
            await voice.act("visitRecord", f"{team} {unit}", **parties, visitedOn=day(ago), note=note)

    async def _age(self) -> None:
        """Contacts that were confirmed some time ago: the only thing of the past that nobody can enter afterwards."""
        for unit in UNITS:
            if unit.contacts and unit.confirmed is not None:
                number = number_of(self.organisations[unit.name], "org")
                for sql in (
                    "update organisation set contact_confirmed_on = $2 where id = $1",
                    "update contact set confirmed_on = $2 where organisation_id = $1",
                ):
                    await self.engine.services.pool.execute(sql, number, today() - timedelta(days=unit.confirmed))

    async def _decisions(self) -> None:
        for unit in UNITS:
            voice, id_ = self.by(unit.area), self.organisations[unit.name]
            if mutation := _DECISIONS.get(unit.status):
                more = {"into": self.organisations[unit.into]} if unit.into else {"reason": unit.reason}
                await voice.act(mutation, unit.name, id=id_, **more)

    async def _zone(self, zone: Zone) -> None:
        voice = self.by(zone.area)
        made = await voice.act(
            "zoneCreate",
            zone.name,
            area=self.areas[zone.area],
            kind=zone.kind,
            name=full(zone.name),
            partyOrganisation=self.organisations.get(zone.party),
        )
        for name, coverage in zone.units:
            unit = {"zone": made["zone"]["id"], "organisation": self.organisations[name], "coverage": coverage}
            await voice.act("zoneUnitSet", f"{zone.name} {name}", **unit)

    async def _offers(self) -> None:
        codes = {unit.name: unit.area for unit in UNITS}
        rows = await self.engine.services.pool.fetch("select code, id from category where list = 'RESOURCE'")
        categories = {row["code"]: f"category_{row['id']}" for row in rows}
        for offer in OFFERS:
            committee = self.by(codes[offer.unit])
            await self._offer(offer, categories[offer.category], self.voices.get(offer.login, committee), committee)

    async def _offer(self, offer: Offer, category: str, own: Voice, committee: Voice) -> None:
        number = number_of(self.organisations[offer.unit], "org")
        contact = await self.engine.services.pool.fetchval(
            "select min(id) from contact where organisation_id = $1 and liaison", number
        )
        made = await own.act(
            "resourceRegister",
            offer.title,
            **offer.said(),
            organisation=self.organisations[offer.unit],
            category=category,
            contact=f"contact_{contact}" if contact else None,
            windows=[
                {
                    "firstDay": day(-one.first),
                    "lastDay": day(-one.last),
                    "weekdays": list(one.weekdays),
                    "opens": one.opens,
                    "closes": one.closes,
                }
                for one in offer.windows
            ],
            serviceAreas=[self.areas[code] for code in offer.serves],
            validUntil=day(None if offer.until is None else -offer.until),
            draft=offer.status == "DRAFT",
        )
        id_ = made["resource"]["id"]
        if offer.login and offer.status == "LISTED":
            await committee.act("resourceList", offer.title, id=id_)
        if offer.status == "RETURNED":
            await committee.act("resourceReturn", offer.title, id=id_, reason=offer.reason)
        if offer.status == "WITHDRAWN":
            await own.act("resourceWithdraw", offer.title, id=id_, reason=offer.reason)
        if offer.confirmed:
            long_ago = today() - timedelta(days=offer.confirmed)
            sql = "update resource set confirmed_on = $2 where id = $1"
            await self.engine.services.pool.execute(sql, number_of(id_, "resource"), long_ago)

    async def _needs(self) -> None:
        rows = await self.engine.services.pool.fetch("select list, code, id from category")
        categories = {(row["list"], row["code"]): f"category_{row['id']}" for row in rows}
        self.voices[PUBLIC] = Voice(self.engine, Viewer(via="cli"))
        for need in NEEDS:
            own = self.voices[need.by] if need.by else self.by(need.area)
            made = await own.act(
                "demandFile",
                need.title,
                **need.said(),
                organisation=self.organisations.get(need.unit),
                category=categories["DEMAND", need.category],
                need=categories.get(("NEED", need.need)),
                area=self.areas[need.area],
                neededBy=day(-max(need.within, 0)),
            )
            id_ = made["demand"]["id"] if made["demand"] else await self._demand(need.title)
            await self._decide(need, id_, own)
            await self._age_need(need, id_)

    async def _demand(self, title: str) -> str:
        """The id of a demand, which whoever has no account does not get to see."""
        return f"demand_{await self.engine.services.pool.fetchval('select id from demand where title = $1', title)}"

    async def _decide(self, need: Need, id_: str, own: Voice) -> None:
        committee = self.by(need.area)
        match need.status:
            case "LISTED":
                await committee.act("demandList", need.title, id=id_, level=need.level)
            case "RETURNED" | "DECLINED":
                await committee.act(_VERDICTS[need.status], need.title, id=id_, reason=need.reason)
            case "MERGED":
                await committee.act("demandMerge", need.title, id=id_, into=await self._demand(need.into))
            case "WITHDRAWN":
                await own.act("demandWithdraw", need.title, id=id_, reason=need.reason)
        for login, unit, note in need.claims:
            claim = {"id": id_, "organisation": self.organisations.get(unit), "note": note}
            await self.voices[login].act("demandClaim", f"{need.title} {login}", **claim)

    async def _age_need(self, need: Need, id_: str) -> None:
        """Since when it waits; and a day that has passed, which nobody can enter."""
        await self.engine.services.pool.execute(
            "update demand set created_at = now() - $2 * interval '1 day', updated_at = now() - $3 * interval '1 day',"
            " listed_at = listed_at - $3 * interval '1 day', needed_by = current_date + $4::integer where id = $1",
            *(number_of(id_, "demand"), need.filed, need.listed or need.filed // 2, need.within),
        )
        claimed = "update claim set claimed_at = now() - $2 * interval '1 day' where demand_id = $1"
        await self.engine.services.pool.execute(claimed, number_of(id_, "demand"), need.listed // 2)


_DECISIONS: Mapping[str, str] = {
    "RETURNED": "organisationReturn",
    "SUSPENDED": "organisationSuspend",
    "CLOSED": "organisationClose",
    "MERGED": "organisationMerge",
}
"""By the state that a unit ends in: what leads there from its registration."""
_VERDICTS = {"RETURNED": "demandReturn", "DECLINED": "demandDecline"}


def day(ago: int | None) -> str | None:
    """A day so many days back, as the schema takes it."""
    return None if ago is None else (today() - timedelta(days=ago)).isoformat()
