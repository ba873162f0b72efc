"""Opening an account: for somebody known or new, with a temporary password, and perhaps a first place in an organisation."""

import asyncpg
import strawberry

from schema.accounts.checking import typed_login
from schema.accounts.passwords import Temporary, temporary
from schema.accounts.payloads import AccountSecretPayload
from schema.accounts.rules import SUPERUSER
from schema.accounts.types import Account
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key
from schema.organisations.types import Organisation
from schema.people.kinds import MembershipRole
from schema.people.types import Membership, Person

sql = statements(__file__, "opening")


@described
@strawberry.input(description="Somebody who is not yet among the people.")
class AccountPersonInput:
    """Somebody who is not yet among the people."""

    name: str
    """The name, 40 characters at most."""
    title: str | None = None
    """The post or form of address."""


@described
@strawberry.input(description="A first place in an organisation, from today.")
class AccountMembershipInput:
    """A first place in an organisation, from today."""

    organisation: strawberry.ID
    """The organisation."""
    role: MembershipRole
    """What the person is in it; coordinators only in committees."""


@described
@strawberry.input(description="Whose account to open, and how it is called.")
class AccountCreateInput(Input):
    """Whose account to open, and how it is called."""

    login: str
    """3 to 40 small letters, digits, dots, hyphens or underscores, beginning with a letter or digit."""
    person: strawberry.ID | None = None
    """The person, when already known."""
    new_person: AccountPersonInput | None = None
    """The person, when not."""
    administrator: bool = False
    """Whether the account administers the system."""
    membership: AccountMembershipInput | None = None
    """A first place in an organisation."""


async def _make(services: Services, viewer: Viewer, given: AccountCreateInput) -> Temporary:
    if not viewer.administrator:
        raise refuse("NOT_ALLOWED", who=SUPERUSER.called)
    return await temporary(services, typed_login(given.login))


@action(session_only=True, before=_make)
async def account_create(act: Act, input: AccountCreateInput) -> AccountSecretPayload:
    """Open an account with a temporary password, told once, that its owner has to change at the first sign-in.

    Not by token: with that password an app could reach further than its scopes.
    """
    made: Temporary = act.ready
    person = await _person(act, input)
    account = await sql.create(
        act.connection, person=person, login=typed_login(input.login), hash=made.hash, administrator=input.administrator
    )
    await act.event("account.created", Account, account, data={"administrator": input.administrator})
    if input.membership is not None:
        await _join(act, person, input.membership)
    return AccountSecretPayload.of(account=account, secret=made.password)


async def _person(act: Act, given: AccountCreateInput) -> int:
    if (given.person is None) == (given.new_person is None):
        raise refuse("ACCOUNT_PERSON", "person")
    if given.person is not None:
        found: int = (await act.find(Person, given.person, path="person"))["id"]
        return found
    assert given.new_person is not None
    form = Form()
    name = form.required(given.new_person.name, "newPerson.name", 40)
    title = form.line(given.new_person.title, "newPerson.title", 80)
    form.settle()
    number: int = await sql.create_person(
        act.connection, name=name, title=title, name_key=name_key(name, person=True), words=index_words(name)
    )
    await act.event("person.created", Person, number)
    return number


async def _join(act: Act, person: int, given: AccountMembershipInput) -> None:
    organisation = await act.find(Organisation, given.organisation, step="staff", path="membership.organisation")
    if given.role is MembershipRole.COORDINATOR and not await _is_committee(act, organisation):
        raise refuse("MEMBERSHIP_ROLE", "membership.role")
    membership = await sql.join(act.connection, person=person, organisation=organisation["id"], role=given.role.value)
    concerned = {"area_path": organisation["area_path"], "organisations": [organisation["id"]]}
    await act.event("membership.created", Membership, membership, **concerned, data={"role": given.role.value})


async def _is_committee(act: Act, organisation: asyncpg.Record) -> bool:
    return bool(await sql.is_committee(act.connection, organisation=organisation["id"]))
