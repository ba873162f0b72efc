"""Tokens: what they are, who makes them, and that none reaches beyond its scopes."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schema.accounts.hashing import TOKEN, secret_hash
from schema.accounts.identity import of_token
from schema.accounts.rules import SCOPES, TOKENS
from schema.engine.access import Viewer
from schema.engine.actions import Action
from schema.engine.reader import Engine
from tests.schema.acting import trace
from tests.signing import act, codes, everything_stored
from tests.story import Story, answer_of, ask

OPERATOR = Viewer(account=0, administrator=True, via="cli")
MADE = "token { id name scopes expiresAt usedAt viewerSteps } secret"
READS = {
    "areas": "{ areas(first: 1) { nodes { name } } }",
    "organisations": "{ organisations(first: 1) { nodes { name } } }",
    "contacts": "{ organisations(first: 1) { nodes { contacts { nameMask } } } }",
    "committees": "{ committees(first: 1) { nodes { id } } }",
    "people": "{ people(first: 1) { nodes { name } } }",
    "resources": "{ resources(first: 1) { nodes { title } } }",
    "events": "{ events(first: 1) { nodes { verb } } }",
    "accounts": "{ viewer { account { login } } }",
}
"""By scope: a document that needs it."""


async def viewer_with(engine: Engine, owner: Viewer, *scopes: str) -> Viewer:
    made = await act(engine, "tokenCreate", owner, "secret", name="fuzz", scopes=list(scopes))
    known = await of_token(engine.services.pool, made["secret"])
    assert known is not None
    return known.viewer


async def test_a_token_is_told_once_and_stored_as_a_hash(engine: Engine, story: Story) -> None:
    payload = await act(
        engine, "tokenCreate", story.coordinator, MADE, name="数据大屏", scopes=["organisations", "areas", "areas"]
    )

    secret = payload["secret"]
    assert TOKEN.fullmatch(secret)
    told = {"name": "数据大屏", "scopes": ["areas", "organisations"], "expiresAt": None, "usedAt": None, "viewerSteps": ["end"]}
    assert {name: payload["token"][name] for name in told} == told
    assert await engine.services.pool.fetchval("select count(*) from token where secret_hash = $1", secret_hash(secret)) == 1
    assert secret not in await everything_stored(engine)


async def test_the_app_has_its_owners_roles_within_its_scopes(engine: Engine, story: Story) -> None:
    viewer = await viewer_with(engine, story.coordinator, "areas", "events")

    owner = story.coordinator
    assert (viewer.account, viewer.areas, viewer.organisations) == (owner.account, owner.areas, owner.organisations)
    assert (viewer.scopes, viewer.via, viewer.session) == (frozenset({"areas", "events"}), "api", None)


async def test_a_retry_gets_the_same_token(engine: Engine, story: Story) -> None:
    given = {"name": "t", "scopes": ["areas"], "idempotencyKey": "k"}
    once = await act(engine, "tokenCreate", story.manager, MADE, **given)

    assert await act(engine, "tokenCreate", story.manager, MADE, **given) == once
    assert await engine.services.pool.fetchval("select count(*) from token") == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, [("REQUIRED", "name")]),
        ({"name": "长" * 61}, [("TOO_LONG", "name")]),
        ({"scopes": []}, [("TOKEN_NO_SCOPE", "scopes")]),
        ({"scopes": ["areas", "everything"]}, [("TOKEN_SCOPE", "scopes")]),
        ({"expiresAt": "2020-01-01T00:00:00+08:00"}, [("TOKEN_EXPIRY", "expiresAt")]),
        ({"name": "", "scopes": [""]}, [("REQUIRED", "name"), ("TOKEN_SCOPE", "scopes")]),
    ],
)
async def test_what_is_wrong_with_a_token_is_said_at_its_field(
    engine: Engine, story: Story, changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    payload = await act(engine, "tokenCreate", story.manager, "secret", **({"name": "t", "scopes": ["areas"]} | changes))

    assert [(one["code"], one["path"]) for one in payload["refusals"]] == expected
    assert payload["secret"] is None
    assert await engine.services.pool.fetchval("select count(*) from token") == 0


async def test_a_token_ends_by_itself(engine: Engine, story: Story) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    made = await act(engine, "tokenCreate", story.manager, MADE, name="t", scopes=["areas"], expiresAt=end.isoformat())

    known = await of_token(engine.services.pool, made["secret"])
    assert known is not None and known.until == end.timestamp()
    await engine.services.pool.execute("update token set expires_at = now() - interval '1 second'")
    assert await of_token(engine.services.pool, made["secret"]) is None


async def test_nobody_makes_a_token_for_somebody_else_but_the_operator(engine: Engine, story: Story) -> None:
    wanted = {"name": "t", "scopes": ["areas"], "account": story.account("manager")}
    before = await trace(engine)

    for viewer in (story.member, story.district_coordinator):
        assert await codes(engine, "tokenCreate", viewer, **wanted) == ["NOT_FOUND"]
    assert await codes(engine, "tokenCreate", story.administrator, **wanted) == ["NOT_ALLOWED"]
    assert await codes(engine, "tokenCreate", story.public, **wanted) == ["SIGN_IN_FIRST"]
    assert await trace(engine) == before
    made = await act(engine, "tokenCreate", OPERATOR, MADE, **wanted)
    known = await of_token(engine.services.pool, made["secret"])
    assert known is not None and known.viewer.account == story.manager.account


async def test_tokens_are_ended_by_their_owner_or_an_administrator(engine: Engine, story: Story) -> None:
    for ender in (story.manager, story.administrator):
        made = await act(engine, "tokenCreate", story.manager, MADE, name="t", scopes=["areas"])
        for other in (story.member, story.coordinator):
            assert await codes(engine, "tokenEnd", other, id=made["token"]["id"]) == ["NOT_FOUND"]
        assert await of_token(engine.services.pool, made["secret"]) is not None
        assert await codes(engine, "tokenEnd", ender, id=made["token"]["id"]) == []
        assert await of_token(engine.services.pool, made["secret"]) is None
        assert await codes(engine, "tokenEnd", ender, id=made["token"]["id"]) == ["STEP_NOT_POSSIBLE"]
    assert (await ask(engine, "{ viewer { account { tokens { id } } } }", None, story.manager))["viewer"]["account"][
        "tokens"
    ] == []


async def test_an_account_has_so_many_tokens_and_no_more(engine: Engine, story: Story) -> None:
    await engine.services.pool.execute(
        "insert into token (account_id, name, secret_hash, scopes)"
        " select $1, 't', int4send(n), '{areas}' from generate_series(1, $2::int) n",
        *(story.manager.account, TOKENS),
    )
    assert await codes(engine, "tokenCreate", story.manager, name="t", scopes=["areas"]) == ["TOKEN_MANY"]


async def test_a_token_reads_what_its_scopes_name_and_nothing_else(engine: Engine, story: Story) -> None:
    chance = random.Random(2)
    for _ in range(12):
        scopes = {*chance.sample(sorted(SCOPES), chance.randint(1, len(SCOPES)))}
        viewer = await viewer_with(engine, story.coordinator, *scopes)
        for needed, document in READS.items():
            required = {needed} | ({"organisations"} if needed == "contacts" else set())
            answer = await answer_of(engine, document, None, viewer)
            if required <= scopes:
                assert "errors" not in answer
            else:
                assert answer["data"] is None
                assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_token_acts_within_its_scopes_and_never_as_a_person_signed_in(engine: Engine, story: Story) -> None:
    root = engine.schema._schema.mutation_type
    assert root is not None
    actions: dict[str, Action] = {
        name: field.extensions["strawberry-definition"].metadata["action"] for name, field in root.fields.items()
    }
    personal = {name for name, one in actions.items() if one.session_only}
    identity = {"signOut", "passwordChange", "passwordReset", "sessionEnd", "tokenCreate", "tokenEnd", "languageChoose"}
    assert identity <= personal
    assert all(one.scope in SCOPES or one.public or one.session_only for one in actions.values())

    everything = replace(story.administrator, scopes=frozenset(SCOPES), via="api")
    account = story.account("manager")
    inputs: dict[str, dict[str, object]] = {
        "passwordChange": {"current": "x", "new": "y"},
        "passwordReset": {"id": account},
        "tokenCreate": {"name": "t", "scopes": ["areas"]},
        "languageChoose": {"language": "en"},
        "sessionEnd": {"id": "session_1"},
        "tokenEnd": {"id": "token_1"},
    }
    before = await trace(engine)
    for name in sorted(identity):
        assert await codes(engine, name, everything, **inputs.get(name, {})) == ["SESSION_ONLY"]
    read_only = replace(everything, scopes=frozenset({"accounts"}))
    assert await codes(engine, "accountDisable", read_only, id=account) == ["SCOPE_MISSING"]
    assert await trace(engine) == before


async def test_a_token_does_not_reach_further_by_way_of_a_new_account(engine: Engine, story: Story) -> None:
    token = replace(story.administrator, scopes=frozenset({"accounts:write", "people:write", "accounts"}), via="api")
    before = await trace(engine)

    assert await codes(engine, "accountCreate", token, login="app-made", newPerson={"name": "应用"}) == ["SESSION_ONLY"]
    assert await codes(engine, "accountEdit", token, id=story.account("manager"), administrator=True) == ["SESSION_ONLY"]
    assert await trace(engine) == before
