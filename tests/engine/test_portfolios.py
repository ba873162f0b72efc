"""The portfolios of every demand of a crowded database are what the oracle makes of the same rows."""

import json

import pytest

from schema.engine.reader import Engine
from tests.engine.oracle.world import World
from tests.engine.test_visibility import expected, told
from tests.story import Story

pytestmark = pytest.mark.check

DOCUMENT = """
query ($near: Nearness, $whole: Boolean, $since: Date) {
  demands(first: 100) {
    nodes {
      id
      portfolios(near: $near, whole: $whole, confirmedSince: $since) {
        missing
        whole
        choices {
          strengths score units covered uncovered distancePercent lastDay confirmedOn
          parts { quantity covers day opens candidate { total free obstacle shared resource { id status } } }
        }
        excluded { why place candidate { total missing resource { id } } }
      }
    }
  }
}
"""
NARROWED: list[dict[str, object]] = [{}, {"near": "SUBDISTRICT"}, {"whole": True}, {"since": "2026-01-01"}]


@pytest.mark.parametrize("narrowed", NARROWED, ids=[" ".join(one) or "all" for one in NARROWED])
@pytest.mark.parametrize("login", ["district", "chaowai", "admin", "member"])
async def test_portfolios_are_what_the_oracle_says(
    wide_engine: Engine, story: Story, world: World, login: str, narrowed: dict[str, object]
) -> None:
    viewer = story.everyone[login]

    found = await told(wide_engine, DOCUMENT, narrowed, viewer)

    assert found is not None and json.loads(found) == json.loads(expected(world, DOCUMENT, narrowed, viewer))
    combined = sum(bool(one["portfolios"] and one["portfolios"]["choices"]) for one in json.loads(found)["demands"]["nodes"])
    assert combined or login in ("member", "chaowai") or narrowed, "the crowd has something to combine"
