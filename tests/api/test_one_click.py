"""Entering the sample district with one click, and nothing else."""

import pytest

from api.one_click import sign_in_as
from api.sample import PERSONAS
from api.settings import Settings
from schema.accounts.identity import of_session
from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.signing import NEW_PASSWORD, codes
from tests.story import Story

SAMPLE = Settings(sample=True)


async def test_every_persona_enters_with_one_click(engine: Engine, story: Story) -> None:
    for persona in PERSONAS:
        secret = await sign_in_as(engine.services, SAMPLE, persona.login, PUBLIC)
        assert secret is not None
        known = await of_session(engine.services.pool, secret)
        assert known is not None and known.viewer.account == story.viewers[persona.login].account


async def test_nobody_enters_where_the_sample_is_not_loaded(engine: Engine) -> None:
    for persona in PERSONAS:
        assert await sign_in_as(engine.services, Settings(sample=False), persona.login, PUBLIC) is None
    assert not Settings().sample


async def test_an_account_that_is_no_longer_the_samples_is_not_entered(engine: Engine, story: Story) -> None:
    given = {"current": PERSONAS[0].password, "new": NEW_PASSWORD}
    assert await codes(engine, "passwordChange", story.manager, **given) == []

    assert await sign_in_as(engine.services, SAMPLE, "manager", PUBLIC) is None


@pytest.mark.parametrize("change", ["status = 'DISABLED'", "login = 'other'"])
async def test_an_account_that_is_closed_or_gone_is_not_entered(engine: Engine, change: str) -> None:
    await engine.services.pool.execute(f"update account set {change} where login = 'manager'")

    assert await sign_in_as(engine.services, SAMPLE, "manager", PUBLIC) is None


async def test_somebody_who_is_no_persona_is_not_entered(engine: Engine) -> None:
    await engine.services.pool.execute("update account set login = 'real' where login = 'manager'")

    assert await sign_in_as(engine.services, SAMPLE, "real", PUBLIC) is None
    assert await sign_in_as(engine.services, SAMPLE, "", PUBLIC) is None


async def test_it_is_no_mutation_of_the_schema(engine: Engine) -> None:
    root = engine.schema._schema.mutation_type
    assert root is not None and "signInAs" not in root.fields
