"""Who may see what, in plain Python from the documented rules: independent of the predicates that the types declare."""

from dataclasses import dataclass

from schema.engine.access import Viewer
from schema.engine.mapping import TYPES
from tests.engine.oracle.filters import standing
from tests.engine.oracle.world import Row, World

ITEMS = {
    "Resource": "resource_id",
    "Demand": "demand_id",
    "Project": "project_id",
    "ProjectNote": "note_id",
    "Delivery": "delivery_id",
    "Comment": "comment_id",
}
"""What attachments belong to: by type, the column that names the item."""
OPEN = ("PENDING", "ACTIVE", "SUSPENDED")


@dataclass(frozen=True)
class Sight:
    """What one viewer may see of the world."""

    world: World
    viewer: Viewer

    def sees(self, row: Row) -> bool:
        """Whether the viewer may see the row."""
        return bool(getattr(self, f"_{row.type.lower()}")(row))

    def _everyone(self, row: Row) -> bool:
        return True

    _area = _areaclass = _areaparentage = _committee = _zone = _viewer = _category = _brandoutput = _everyone
    _resourcewindow = _everyone

    def _signed_in(self, row: Row) -> bool:
        return self.viewer.account is not None

    _opening = _seat = _zoneunit = _matchweights = _planweights = _signed_in

    def _organisation(self, row: Row) -> bool:
        """Active ones are public; others are for their area's coordinators, their own people (of a merged one also those of the
        unit that took it in) and administrators.
        """
        return (
            row["status"] == "ACTIVE"
            or self._within_reach(row["area_path"])
            or self._own(row["id"])
            or self._own(row["merged_into_id"])
            or self._administers()
        )

    def _undeliveredletters(self, row: Row) -> bool:
        """For administrators."""
        return self._administers()

    def _contact(self, row: Row) -> bool:
        """For the unit's own people and its area's coordinators; not for administrators."""
        return self._own(row["organisation_id"]) or self._reaches_unit(row["organisation_id"])

    def _organisationrecord(self, row: Row) -> bool:
        """For the unit's own people and its area's coordinators; not for administrators."""
        return self._own(row["organisation_id"]) or self._within_reach(row["area_path"])

    _recordmark = _organisationrecord

    def _recordentry(self, row: Row) -> bool:
        """Likewise, once it has happened."""
        return row["happened_at"] <= self.world.now and self._contact(row)

    def _visit(self, row: Row) -> bool:
        own = self._own(row["team_id"]) or self._own(row["organisation_id"])
        return own or self._administers() or self._reaches_unit(row["organisation_id"])

    def _membership(self, row: Row) -> bool:
        own = self._is_me(row["person_id"]) or self._own(row["organisation_id"])
        return own or self._administers() or self._reaches_unit(row["organisation_id"])

    def _person(self, row: Row) -> bool:
        """Themselves, administrators, colleagues and coordinators of their units; while they hold a seat everybody who has signed
        in, and afterwards the coordinators of that committee.
        """
        seats = list(self.world.where("Seat", lambda seat: seat["person_id"] == row["id"]))
        posts = self.world.where("Membership", lambda post: post["person_id"] == row["id"])
        return (
            self._is_me(row["id"])
            or self._administers()
            or (self._signed_in(row) and any(self.world.current(seat) for seat in seats))
            or any(self._reaches_committee(seat["committee_id"]) for seat in seats)
            or any(self._own(post["organisation_id"]) or self._reaches_unit(post["organisation_id"]) for post in posts)
        )

    def _account(self, row: Row) -> bool:
        return self._administers() or (self.viewer.account is not None and row["id"] == self.viewer.account)

    def _session(self, row: Row) -> bool:
        return self._administers() or (self.viewer.account is not None and row["account_id"] == self.viewer.account)

    _token = _session

    _watch = _notification = lambda self, row: self._signed_in(row) and row["account_id"] == self.viewer.account

    def _event(self, row: Row) -> bool:
        """Whoever did it or filed what it is about, those whose organisation it concerns, coordinators of where it happened,
        administrators; for a token only where it may read what it happened to.
        """
        return self._reads(row["subject_type"]) and (
            (self.viewer.account is not None and self.viewer.account in (row["account_id"], row["filer_id"]))
            or any(self._own(number) for number in row["organisation_ids"])
            or self._within_reach(row["area_path"])
            or self._administers()
        )

    def _reads(self, type_: str) -> bool:
        """Whether a token lets the viewer read a type; one that the contract knows no more is for people only."""
        if self.viewer.scopes is None:
            return True
        return type_ in TYPES and (TYPES[type_].reads is None or TYPES[type_].reads in self.viewer.scopes)

    def _organisationduplicate(self, row: Row) -> bool:
        """For coordinators in whose area one of the two is and who may see the other; both still in play."""
        one, other = (self.world.find("Organisation", row[key]) for key in ("one_id", "other_id"))
        assert one is not None and other is not None
        near, far = self._within_reach(one["area_path"]), self._within_reach(other["area_path"])
        seen = (near and (far or other["status"] == "ACTIVE")) or (far and one["status"] == "ACTIVE")
        return one["status"] in OPEN and other["status"] in OPEN and seen

    def _resource(self, row: Row) -> bool:
        """What stands on the list today is public while its unit is active; the rest is for the unit's own people, the
        coordinators of where it is, and administrators.
        """
        unit = self.world.find("Organisation", row["organisation_id"])
        assert unit is not None
        public = standing(self.world, row) in ("LISTED", "EXHAUSTED") and unit["status"] == "ACTIVE"
        return public or self.is_insider(row)

    def is_insider(self, offer: Row) -> bool:
        """Whether the viewer is of the unit or the committee of an offer, or administers."""
        return self._own(offer["organisation_id"]) or self._within_reach(offer["area_path"]) or self._administers()

    def _demand(self, row: Row) -> bool:
        """What is on the list is for everybody who has signed in; the rest for whoever files it and the committee."""
        return (row["status"] in ("LISTED", "CLOSED") and self._signed_in(row)) or self.files(row)

    def _capacityentry(self, row: Row) -> bool:
        """For whoever takes part in the offer: its unit's people, its committee, administrators."""
        resource = self.world.find("Resource", row["resource_id"])
        return resource is not None and self.is_insider(resource)

    def _wait(self, row: Row) -> bool:
        """For the side that waits: whoever files the demand, and its committee; administrators."""
        demand = self.world.find("Demand", row["demand_id"])
        return demand is not None and self.files(demand)

    def files(self, row: Row) -> bool:
        """Whether the viewer is of the unit, is the filer or the committee of a demand, or administers."""
        filer = row["account_id"] is not None and row["account_id"] == self.viewer.account
        return filer or self._own(row["organisation_id"]) or self._within_reach(row["area_path"]) or self._administers()

    def _claim(self, row: Row) -> bool:
        """With its demand."""
        demand = self.world.find("Demand", row["demand_id"])
        return demand is not None and self._demand(demand)

    def _match(self, row: Row) -> bool:
        """For both sides: whoever files the demand or is of its committee, the unit and the committee of the offer."""
        demand, resource = self.world.find("Demand", row["demand_id"]), self.world.find("Resource", row["resource_id"])
        return demand is not None and resource is not None and (self.files(demand) or self.is_insider(resource))

    def _delivery(self, row: Row) -> bool:
        """With its match."""
        match = self.world.find("Match", row["match_id"])
        return match is not None and self._match(match)

    def _project(self, row: Row) -> bool:
        """Finished ones are public; what was published is for everybody who has signed in; the rest for insiders."""
        published = self._signed_in(row) and row["published_at"] is not None
        return self._finished(row) or published or self.takes_part(row)

    def _finished(self, project: Row) -> bool:
        return self.viewer.account is None and project["status"] in ("EVALUATED", "WRITTEN_OFF")

    def takes_part(self, project: Row) -> bool:
        """Whether the viewer proposed a project, is of its committee, or of an organisation that takes part or was asked."""
        partners = self.world.where("ProjectPartner", lambda one: one["project_id"] == project["id"])
        mine = project["account_id"] is not None and project["account_id"] == self.viewer.account
        asked = any(self._own(one["organisation_id"]) for one in partners)
        return mine or asked or self._within_reach(project["area_path"]) or self._administers()

    def _projectcriterion(self, row: Row) -> bool:
        """With its project."""
        project = self.world.find("Project", row["project_id"])
        return project is not None and self._project(project)

    _projectstage = _projectrating = _projectcriterion

    def _projectnote(self, row: Row) -> bool:
        """With its project, but not for the public."""
        return self._signed_in(row) and self._projectcriterion(row)

    _projectspending = _projectnote

    def _projectpartner(self, row: Row) -> bool:
        """With its project; whoever does not take part, or not yet, is for those concerned."""
        return self._projectcriterion(row) and (row["status"] == "AGREED" or self.is_concerned(row))

    def is_concerned(self, partner: Row) -> bool:
        """Whether the viewer has to do with what an organisation is to a project."""
        project = self.world.find("Project", partner["project_id"])
        return self._own(partner["organisation_id"]) or (project is not None and self.takes_part(project))

    def takes_part_in(self, item: Row) -> bool:
        """Whether the viewer takes part in an item, and may read and write its comments."""
        match item.type:
            case "Resource":
                return self.is_insider(item)
            case "Demand":
                return self.files(item)
            case "Project":
                return self.takes_part(item)
        demand, resource = self.world.find("Demand", item["demand_id"]), self.world.find("Resource", item["resource_id"])
        assert demand is not None and resource is not None
        named = self.files(demand) and not demand["anonymous"]
        return named or self._within_reach(demand["area_path"]) or self.is_insider(resource)

    def item_of(self, comment: Row) -> Row:
        """What a comment is about."""
        columns = {"Resource": "resource_id", "Demand": "demand_id", "Match": "match_id", "Project": "project_id"}
        found = [self.world.find(type_, comment[column]) for type_, column in columns.items()]
        return next(one for one in found if one is not None)

    def _comment(self, row: Row) -> bool:
        """For those who take part in what it is about."""
        return self.takes_part_in(self.item_of(row))

    _mention = _everyone
    _digest = _waiting = _signed_in

    def _participant(self, row: Row) -> bool:
        return self._signed_in(row)

    def _attachment(self, row: Row) -> bool:
        """With its item, until it is removed."""
        items = [self.world.find(type_, row[column]) for type_, column in ITEMS.items() if row[column] is not None]
        return row["removed_at"] is None and all(item is not None and self.sees(item) for item in items)

    def _upload(self, row: Row) -> bool:
        """For the account that sends it."""
        return self.viewer.account is not None and row["account_id"] == self.viewer.account

    def _candidate(self, row: Row) -> bool:
        """For the committee of the demand, the unit of the offer, and administrators."""
        return self._within_reach(row["demand_path"]) or self._own(row["provider_id"]) or self._administers()

    def _portfolios(self, row: Row) -> bool:
        """For the committee of the demand, and administrators."""
        return self._within_reach(row["demand_path"]) or self._administers()

    _portfolio = _portfoliopart = _portfolioexclusion = _signed_in

    def _plenary(self, row: Row) -> bool:
        """For the committee of the area or one above, and administrators."""
        return self._within_reach(row["area_path"]) or self._administers()

    _rankingreport = _rankingrow = _rankingpart = _plenary
    _plenaryresources = _plenarydemands = _plenaryprojects = _plenarystock = _plenaryneed = _plenary

    def _plan(self, row: Row) -> bool:
        """For the committee of the area or one above, and administrators."""
        return self._within_reach(row["area_path"]) or self._administers()

    def _planline(self, row: Row) -> bool:
        """With its plan."""
        plan = self.world.find("Plan", row["plan_id"])
        return plan is not None and self._plan(plan)

    _planneed = _planrule = _plancommunity = _planalternative = _planeffect = _planline

    def _balance(self, row: Row) -> bool:
        """For those who coordinate there, people of organisations within the area, and administrators."""
        units = (self.world.find("Organisation", number) for number in self.viewer.organisations)
        at_home = any(one is not None and one["area_path"].startswith(row["area_path"]) for one in units)
        return self._within_reach(row["area_path"]) or at_home or self._administers()

    _balanceneeds = _balancesupplies = _balancemonth = _balanceforecast = _signed_in
    _balancefit = _balanceneighbour = _balancedefinition = _signed_in

    def _balancegap(self, row: Row) -> bool:
        """For those who coordinate there."""
        return self._within_reach(row["area_path"])

    def _searchhit(self, row: Row) -> bool:
        subject = self.world.find(row["subject_type"], row["subject_id"])
        return self._signed_in(row) and subject is not None and self.sees(subject)

    def _within_reach(self, path: str) -> bool:
        return any(path.startswith(area) for area in self.viewer.areas)

    def _reaches_unit(self, number: int) -> bool:
        unit = self.world.find("Organisation", number)
        return unit is not None and self._within_reach(unit["area_path"])

    def _reaches_committee(self, number: int) -> bool:
        committee = self.world.find("Committee", number)
        return committee is not None and self._within_reach(committee["area_path"])

    def _own(self, organisation: int | None) -> bool:
        return organisation in self.viewer.organisations

    def _is_me(self, person: int | None) -> bool:
        return person is not None and person == self.viewer.person

    def _administers(self) -> bool:
        return self.viewer.administrator
