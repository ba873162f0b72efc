"""Opening, keeping and closing accounts; passwords."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.sample import PASSWORD
from schema.accounts.identity import of_session, of_token
from schema.accounts.rules import new_password, password_problem
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.schema.acting import trace, viewer_of
from tests.signing import NEW_PASSWORD, act, codes, everything_stored, session_of, sign_in
from tests.story import Story, ask

MADE = "account { id login administrator mustChangePassword person { name title } } secret"
NEWCOMER = {"login": "newcomer", "newPerson": {"name": "纪云舒", "title": "科员"}}


async def signed_in(engine: Engine, login: str, password: str = PASSWORD) -> Viewer:
    known = await of_session(engine.services.pool, await session_of(engine, login, password))
    assert known is not None
    return known.viewer


async def test_an_administrator_opens_an_account_for_somebody_new(engine: Engine, story: Story) -> None:
    place = {"organisation": story.organisation("朝外示范书店有限公司"), "role": "MANAGER"}

    payload = await act(engine, "accountCreate", story.administrator, MADE, **NEWCOMER, membership=place)

    assert payload["refusals"] == []
    assert payload["account"]["person"] == {"name": "纪云舒", "title": "科员"}
    assert (payload["account"]["administrator"], payload["account"]["mustChangePassword"]) == (False, True)
    entered = await sign_in(engine, "newcomer", payload["secret"])
    assert entered["mustChangePassword"] is True
    known = await of_session(engine.services.pool, entered["secret"])
    assert known is not None and known.viewer.managed == (int(place["organisation"].removeprefix("org_")),)
    verbs = await engine.services.pool.fetch("select verb from event order by id desc limit 4")
    assert [row["verb"] for row in verbs] == ["account.signed_in", "membership.created", "account.created", "person.created"]


async def test_an_account_is_opened_for_somebody_known_once(engine: Engine, story: Story) -> None:
    payload = await act(engine, "accountCreate", story.administrator, MADE, login="Gu.Changfeng", person=story.person("顾长风"))
    assert (payload["account"]["login"], payload["account"]["person"]["name"]) == ("gu.changfeng", "顾长风")

    again = await act(engine, "accountCreate", story.administrator, login="second", person=story.person("顾长风"))
    assert [(one["code"], one["path"]) for one in again["refusals"]] == [("PERSON_HAS_ACCOUNT", "person")]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"login": "manager"}, "LOGIN_TAKEN", "login"),
        ({"login": "x"}, "LOGIN_FORM", "login"),
        ({"login": "纪云舒"}, "LOGIN_FORM", "login"),
        ({"login": ""}, "LOGIN_FORM", "login"),
        ({"newPerson": {"name": " "}}, "REQUIRED", "newPerson.name"),
        ({"newPerson": None}, "ACCOUNT_PERSON", "person"),
        ({"person": "person_1"}, "ACCOUNT_PERSON", "person"),
        ({"newPerson": None, "person": "person_999999"}, "NOT_FOUND", "person"),
        ({"membership": {"organisation": "org_999999", "role": "MEMBER"}}, "NOT_FOUND", "membership.organisation"),
    ],
)
async def test_what_is_wrong_with_a_new_account_is_said_at_its_field(
    engine: Engine, story: Story, changes: dict[str, Any], code: str, path: str
) -> None:
    before = await trace(engine)

    payload = await act(engine, "accountCreate", story.administrator, "secret", **(NEWCOMER | changes))

    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [(code, path)]
    assert payload["secret"] is None
    assert await trace(engine) == before


async def test_coordinators_are_made_in_committees_only(engine: Engine, story: Story) -> None:
    unit = {"organisation": story.organisation("朝外示范书店有限公司"), "role": "COORDINATOR"}
    committee = {"organisation": story.organisation("建外街道党建工作协调委员会"), "role": "COORDINATOR"}

    assert await codes(engine, "accountCreate", story.administrator, **NEWCOMER, membership=unit) == ["MEMBERSHIP_ROLE"]
    payload = await act(engine, "accountCreate", story.administrator, MADE, **NEWCOMER, membership=committee)
    assert (await signed_in(engine, "newcomer", payload["secret"])).areas == story.coordinator_elsewhere.areas


async def test_a_retry_gets_the_same_password_and_opens_one_account(engine: Engine, story: Story) -> None:
    once = await act(engine, "accountCreate", story.administrator, MADE, **NEWCOMER, idempotencyKey="k1")
    again = await act(engine, "accountCreate", story.administrator, MADE, **NEWCOMER, idempotencyKey="k1")

    assert once == again and once["secret"]
    assert await engine.services.pool.fetchval("select count(*) from account where login = 'newcomer'") == 1
    assert await codes(engine, "accountCreate", story.administrator, login="other", idempotencyKey="k1") == ["KEY_REUSED"]


@pytest.mark.parametrize("who", ["public", "stranger", "member", "manager", "coordinator_elsewhere", "coordinator"])
async def test_only_administrators_keep_accounts(engine: Engine, story: Story, who: str) -> None:
    viewer = viewer_of(story, who)
    before = await trace(engine)
    target = {"id": story.account("handler")}

    found = [
        await codes(engine, "accountCreate", viewer, **NEWCOMER),
        await codes(engine, "accountEdit", viewer, **target, administrator=True),
        await codes(engine, "accountDisable", viewer, **target),
        await codes(engine, "accountEnable", viewer, **target),
        await codes(engine, "passwordReset", viewer, **target),
    ]
    own = [await codes(engine, "accountEdit", viewer, id=f"account_{viewer.account or 0}", administrator=True)]

    expected = [["SIGN_IN_FIRST"]] * 5 if viewer.is_public else [["NOT_ALLOWED"], *[["NOT_FOUND"]] * 4]
    assert found == expected
    assert own == [["SIGN_IN_FIRST"] if viewer.is_public else ["NOT_ALLOWED"]]
    assert await trace(engine) == before


async def test_closing_an_account_ends_everything_it_had_at_once(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    secret = await session_of(engine, "manager")
    known = await of_session(pool, secret)
    assert known is not None
    token = (await act(engine, "tokenCreate", known.viewer, "secret", name="同步", scopes=["areas"]))["secret"]
    target = {"id": story.account("manager")}

    assert await codes(engine, "accountDisable", story.administrator, **target, version=99) == ["CONFLICT"]
    payload = await act(engine, "accountDisable", story.administrator, "account { status viewerSteps }", **target, version=1)
    assert payload["account"]["status"] == "DISABLED" and "enable" in payload["account"]["viewerSteps"]
    assert await of_session(pool, secret) is None
    assert await of_token(pool, token) is None
    assert await codes(engine, "accountDisable", story.administrator, **target) == ["STEP_NOT_POSSIBLE"]

    assert await codes(engine, "accountEnable", story.administrator, **target) == []
    assert await of_session(pool, secret) is None
    assert await of_token(pool, token) is None
    assert await session_of(engine, "manager")


async def test_the_last_administrator_stays(engine: Engine, story: Story) -> None:
    own = {"id": story.account("admin")}
    before = await trace(engine)

    assert await codes(engine, "accountDisable", story.administrator, **own) == ["ACCOUNT_LAST_ADMINISTRATOR"]
    assert await codes(engine, "accountEdit", story.administrator, **own, administrator=False) == ["ACCOUNT_LAST_ADMINISTRATOR"]
    assert await trace(engine) == before
    assert await codes(engine, "accountEdit", story.administrator, **own, language="en") == []
    assert await codes(engine, "accountEdit", story.administrator, **own, language="fr") == ["LANGUAGE_UNKNOWN"]


async def test_of_two_administrators_who_close_each_others_account_one_succeeds(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    for _ in range(5):
        await pool.execute("update account set administrator = true, status = 'ACTIVE' where login in ('admin', 'manager')")
        other = replace(story.manager, administrator=True)
        found = await asyncio.gather(
            codes(engine, "accountDisable", story.administrator, id=story.account("manager")),
            codes(engine, "accountEdit", other, id=story.account("admin"), administrator=False),
        )
        assert sorted(found) == [[], ["ACCOUNT_LAST_ADMINISTRATOR"]]
        assert await pool.fetchval("select count(*) from account where administrator and status = 'ACTIVE'") == 1


async def test_a_reset_password_is_temporary_and_ends_all_access(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    secret = await session_of(engine, "manager")
    for _ in range(5):
        await sign_in(engine, "manager", "Wrong-Password-1")

    reset = await act(engine, "passwordReset", story.administrator, MADE, id=story.account("manager"))

    assert reset["account"]["mustChangePassword"] is True
    assert await of_session(pool, secret) is None
    assert (await sign_in(engine, "manager"))["secret"] is None
    assert (await sign_in(engine, "manager", reset["secret"]))["mustChangePassword"] is True


async def test_with_a_temporary_password_nothing_can_be_done_but_change_it(engine: Engine, story: Story) -> None:
    temporary = (await act(engine, "passwordReset", story.administrator, MADE, id=story.account("manager")))["secret"]
    viewer = await signed_in(engine, "manager", temporary)
    before = await trace(engine)

    assert viewer.must_change_password
    unit = story.organisation("朝外银发志愿服务队")
    assert await codes(engine, "organisationApprove", viewer, id=unit) == ["PASSWORD_CHANGE_FIRST"]
    assert await codes(engine, "tokenCreate", viewer, name="t", scopes=["areas"]) == ["PASSWORD_CHANGE_FIRST"]
    assert await trace(engine) == before
    assert await codes(engine, "passwordChange", viewer, current=temporary, new=NEW_PASSWORD) == []
    assert not (await signed_in(engine, "manager", NEW_PASSWORD)).must_change_password


async def test_changing_the_password_ends_all_other_sessions(engine: Engine) -> None:
    pool = engine.services.pool
    here, there = await session_of(engine, "manager"), await session_of(engine, "manager")
    known = await of_session(pool, here)
    assert known is not None

    given = {"current": PASSWORD, "new": NEW_PASSWORD, "idempotencyKey": "k"}
    assert await codes(engine, "passwordChange", known.viewer, **given) == []
    assert await codes(engine, "passwordChange", known.viewer, **given) == []

    assert await of_session(pool, here) is not None
    assert await of_session(pool, there) is None
    assert (await sign_in(engine, "manager"))["secret"] is None


@pytest.mark.parametrize(
    ("current", "new", "code", "path"),
    [
        ("Wrong-Password-1", NEW_PASSWORD, "PASSWORD_WRONG", "current"),
        (PASSWORD, "short-1A", "PASSWORD_WEAK", "new"),
        (PASSWORD, "onlysmallletters", "PASSWORD_WEAK", "new"),
        (PASSWORD, "Aa1-" * 51, "PASSWORD_WEAK", "new"),
        (PASSWORD, "My-Manager-2026", "PASSWORD_HOLDS_LOGIN", "new"),
        (PASSWORD, PASSWORD, "PASSWORD_SAME", "new"),
    ],
)
async def test_a_new_password_has_to_be_good(engine: Engine, story: Story, current: str, new: str, code: str, path: str) -> None:
    payload = await act(engine, "passwordChange", story.manager, current=current, new=new)

    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [(code, path)]
    assert await session_of(engine, "manager")


async def test_guessing_the_present_password_locks_as_guessing_at_the_door_does(engine: Engine, story: Story) -> None:
    wrong = {"current": "Wrong-Password-1", "new": NEW_PASSWORD}
    found = [await codes(engine, "passwordChange", story.manager, **wrong, idempotencyKey=f"k{one}") for one in range(6)]

    assert found == [["PASSWORD_WRONG"]] * 5 + [["TOO_MANY_ATTEMPTS"]]
    right = {"current": PASSWORD, "new": NEW_PASSWORD}
    assert await codes(engine, "passwordChange", story.manager, **right) == ["TOO_MANY_ATTEMPTS"]
    assert (await sign_in(engine, "manager"))["secret"] is None


async def test_a_language_is_ones_own_choice(engine: Engine, story: Story) -> None:
    payload = await act(engine, "languageChoose", story.manager, "account { language }", language="en")
    assert payload["account"] == {"language": "en"}
    assert (await signed_in(engine, "manager")).language == "en"
    assert await codes(engine, "languageChoose", story.manager, language="xx") == ["LANGUAGE_UNKNOWN"]
    assert await codes(engine, "languageChoose", PUBLIC, language="en") == ["SIGN_IN_FIRST"]


async def test_temporary_passwords_are_never_stored_in_clear(engine: Engine, story: Story) -> None:
    with capture_logs() as logs:
        made = await act(engine, "accountCreate", story.administrator, MADE, **NEWCOMER, idempotencyKey="k1")
        reset = await act(engine, "passwordReset", story.administrator, MADE, id=made["account"]["id"], idempotencyKey="k2")
        viewer = await signed_in(engine, "newcomer", reset["secret"])
        change = {"current": reset["secret"], "new": NEW_PASSWORD, "idempotencyKey": "k3"}
        assert await codes(engine, "passwordChange", viewer, **change) == []

    stored = await everything_stored(engine) + str(logs)
    for secret in (made["secret"], reset["secret"], NEW_PASSWORD):
        assert secret and secret not in stored


def test_temporary_passwords_are_good_and_never_the_same() -> None:
    made = {new_password(login) for login in ("abc", "", "-", "a", "a-b") for _ in range(50)}

    assert len(made) == 250
    assert all(password_problem(one, "abc") is None or "abc" in one.lower() for one in made)


async def test_accounts_are_seen_by_their_owners_and_administrators(engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { account(id: $id) { login sessions { id } tokens { id } } accounts { totalCount } }"
    await session_of(engine, "manager")

    for login, viewer in story.everyone.items():
        data = await ask(engine, document, {"id": story.account("manager")}, viewer)
        everything = viewer.administrator
        assert (data["account"] is not None) == (everything or login == "manager")
        assert data["accounts"]["totalCount"] == (10 if everything else 0 if viewer.is_public else 1)
