"""Signing in and out: lockout, indistinguishable failures, sessions as rows."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from structlog.testing import capture_logs

from api.sample import PASSWORD
from schema.accounts.attempts import login_key, source_of
from schema.accounts.hashing import SECRET, _nobodys, secret_hash
from schema.accounts.identity import of_session
from schema.accounts.rules import FAILURES, FAILURES_OF_ADDRESS
from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.signing import NEW_PASSWORD, act, codes, everything_stored, session_of, sign_in, statements
from tests.story import Story, ask

WRONG = "Not-The-Password-1"
FAILED = [{"code": "SIGN_IN_FAILED", "path": "", "message": "账号或密码不正确，或账号暂时锁定。"}]
AT_HOME = replace(PUBLIC, address="192.0.2.7", device="Edge · Windows")


def count_verifications(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that are verified from now on."""
    verified: list[str] = []
    verify = PasswordHasher.verify

    def noting(self: PasswordHasher, stored: str, password: str) -> bool:
        verified.append(password)
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", noting)
    return verified


async def lock(engine: Engine, login: str) -> None:
    for _ in range(FAILURES):
        await sign_in(engine, login, WRONG)


async def test_signing_in_begins_a_session_that_is_stored_as_a_hash(engine: Engine, story: Story) -> None:
    secret = await session_of(engine, " Manager ", viewer=AT_HOME)

    assert SECRET.fullmatch(secret)
    row = await engine.services.pool.fetchrow("select * from session where secret_hash = $1", secret_hash(secret))
    assert row is not None
    assert (row["address"], row["device"], row["ended_at"]) == ("192.0.2.7", "Edge · Windows", None)
    assert (row["expires_at"] - row["created_at"]).total_seconds() == 12 * 3600
    known = await of_session(engine.services.pool, secret)
    assert known is not None and known.viewer.account == story.manager.account
    event = await engine.services.pool.fetchrow("select * from event order by id desc limit 1")
    assert event is not None
    assert (event["verb"], event["account_id"]) == ("account.signed_in", story.manager.account)


@pytest.mark.parametrize("way", ["unknown", "wrong", "disabled", "locked", "unknown and locked"])
async def test_every_failure_looks_the_same_and_takes_the_same_steps(
    engine: Engine, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = "nobody" if "unknown" in way else "manager"
    if way == "disabled":
        await engine.services.pool.execute("update account set status = 'DISABLED' where login = 'manager'")
    if "locked" in way:
        await lock(engine, login)
    verified = count_verifications(monkeypatch)
    with statements(monkeypatch) as sent:
        payload = await sign_in(engine, login, PASSWORD if way in ("disabled", "locked") else WRONG)

    assert payload == {"secret": None, "mustChangePassword": False, "refusals": FAILED}
    assert len(verified) == 1
    with statements(monkeypatch) as usual:
        await sign_in(engine, "somebody.else", WRONG)
    assert sent == usual


def test_a_password_that_nobody_has_costs_what_every_other_costs() -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=128, parallelism=2)

    assert extract_parameters(_nobodys(hasher)) == extract_parameters(hasher.hash("whatever"))


async def test_five_failures_lock_for_fifteen_minutes_and_no_longer(engine: Engine, story: Story) -> None:
    await lock(engine, "manager")

    assert (await sign_in(engine, "manager"))["refusals"] == FAILED
    seen = {"id": story.account("manager")}
    document = "query($id: ID!) { account(id: $id) { locked } }"
    assert (await ask(engine, document, seen, story.administrator))["account"]["locked"]
    passed = "update sign_in_failure set at = at - $1::interval"
    await engine.services.pool.execute(passed, timedelta(minutes=14, seconds=30))
    assert (await sign_in(engine, "manager"))["refusals"] == FAILED
    await engine.services.pool.execute(passed, timedelta(seconds=31))
    assert (await sign_in(engine, "manager"))["secret"]


async def test_four_failures_are_forgotten_when_the_right_password_comes(engine: Engine) -> None:
    for _ in range(2):
        for _ in range(FAILURES - 1):
            await sign_in(engine, "manager", WRONG)
        assert (await sign_in(engine, "manager"))["secret"]


async def test_of_many_guesses_at_once_five_are_looked_at(engine: Engine) -> None:
    guesses = await asyncio.gather(*(sign_in(engine, "manager", WRONG) for _ in range(5)))
    assert all(guess["refusals"] == FAILED for guess in guesses)
    assert (await sign_in(engine, "manager"))["refusals"] == FAILED

    await asyncio.gather(*(sign_in(engine, "nobody", WRONG) for _ in range(12)))
    counted = "select count(*) from sign_in_failure where login = $1"
    assert await engine.services.pool.fetchval(counted, login_key(engine.services, "nobody")) == FAILURES


async def test_an_address_with_many_failures_is_shut_out_and_others_are_not(engine: Engine) -> None:
    await engine.services.pool.execute(
        "insert into sign_in_failure (login, address) select 'x' || n, '192.0.2.7' from generate_series(1, $1::int) n",
        FAILURES_OF_ADDRESS - 1,
    )
    assert (await sign_in(engine, "manager", WRONG, AT_HOME))["refusals"] == FAILED

    assert await codes(engine, "signIn", AT_HOME, login="member", password=PASSWORD) == ["TOO_MANY_ATTEMPTS"]
    assert await session_of(engine, "member", viewer=replace(AT_HOME, address="192.0.2.8"))


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_failures_are_counted_by_what_one_customer_has(address: str, source: str) -> None:
    assert source_of(address) == source


async def test_nothing_typed_is_stored_in_clear(engine: Engine) -> None:
    with capture_logs() as logs:
        await sign_in(engine, "My-Secret-Pass1", WRONG)
        secret = await session_of(engine, "manager")
        await act(engine, "signIn", PUBLIC, login="member", password=WRONG, idempotencyKey="k")

    stored = await everything_stored(engine) + str(logs)
    for one in ("my-secret-pass1", "My-Secret-Pass1", WRONG, PASSWORD, secret):
        assert one not in stored


async def test_a_failure_is_in_the_ledger_for_administrators_only(engine: Engine, story: Story) -> None:
    await sign_in(engine, "manager", WRONG, AT_HOME)

    document = '{ events(first: 1, filter: { verb: { eq: "sign_in.failed" } }) { nodes { summary } } }'
    assert (await ask(engine, document, None, story.administrator))["events"]["nodes"] == [
        {"summary": "登录失败，来自 192.0.2.7"}
    ]
    assert (await ask(engine, document, None, story.manager))["events"]["nodes"] == []


async def test_a_key_does_not_spare_the_password(engine: Engine) -> None:
    first = await act(engine, "signIn", PUBLIC, "secret", login="manager", password=PASSWORD, idempotencyKey="known")
    await lock(engine, "manager")

    assert await codes(engine, "signIn", PUBLIC, login="manager", password=PASSWORD, idempotencyKey="known") == ["SIGN_IN_FAILED"]
    assert first["secret"] not in await everything_stored(engine)


async def test_a_hash_is_renewed_when_the_parameters_change(engine: Engine) -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)
    changed = Engine(engine.schema, replace(engine.services, passwords=hasher))

    await session_of(changed, "manager")

    stored = await engine.services.pool.fetchval("select password_hash from account where login = 'manager'")
    assert extract_parameters(stored) == hasher._parameters
    assert await session_of(changed, "manager")


async def test_signing_in_again_gives_a_new_session_and_ends_the_old(engine: Engine) -> None:
    pool = engine.services.pool
    old = await session_of(engine, "manager")
    known = await of_session(pool, old)
    assert known is not None

    new = await session_of(engine, "member", viewer=known.viewer)

    assert new != old
    assert await of_session(pool, old) is None
    assert await of_session(pool, new) is not None


async def test_signing_out_ends_the_session_on_the_server(engine: Engine) -> None:
    pool = engine.services.pool
    secret, other = await session_of(engine, "manager"), await session_of(engine, "manager")
    known = await of_session(pool, secret)
    assert known is not None

    assert await codes(engine, "signOut", known.viewer) == []
    assert await of_session(pool, secret) is None
    assert await of_session(pool, other) is not None


async def test_people_see_and_end_their_own_sessions_only(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    here, there = await session_of(engine, "manager"), await session_of(engine, "manager", viewer=AT_HOME)
    known = await of_session(pool, here)
    assert known is not None
    document = "{ viewer { account { sessions { id device current viewerSteps } } } }"
    sessions = (await ask(engine, document, None, known.viewer))["viewer"]["account"]["sessions"]
    assert sorted((one["device"], one["current"]) for one in sessions) == [("", True), ("Edge · Windows", False)]
    (away,) = (one["id"] for one in sessions if not one["current"])

    for other in (story.member, story.coordinator, story.district_coordinator):
        assert await codes(engine, "sessionEnd", other, id=away) == ["NOT_FOUND"]
        assert await codes(engine, "sessionEnd", PUBLIC, id=away) == ["SIGN_IN_FIRST"]
    assert await of_session(pool, there) is not None
    assert await codes(engine, "sessionEnd", known.viewer, id=away) == []
    assert await of_session(pool, there) is None
    assert await codes(engine, "sessionEnd", known.viewer, id=away) == ["STEP_NOT_POSSIBLE"]


async def test_a_password_changed_between_check_and_decision_does_not_open(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = PasswordHasher.verify
    loop = asyncio.get_running_loop()

    def meanwhile(self: PasswordHasher, stored: str, password: str) -> bool:
        changing = engine.services.pool.execute(
            "update account set password_hash = $1 where login = 'manager'", self.hash(NEW_PASSWORD)
        )
        asyncio.run_coroutine_threadsafe(changing, loop).result()
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", meanwhile)
    assert (await sign_in(engine, "manager"))["refusals"] == FAILED
