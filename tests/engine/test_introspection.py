"""What introspection tells is the contract, to the last default: code generators ask for all of it at once."""

from graphql import build_client_schema, build_schema, get_introspection_query, print_schema

import schema
from schema.engine.reader import Engine
from schema.releases.releasing import bare
from tests.story import Story, answer_of


async def test_the_whole_contract_can_be_asked_for(reading_engine: Engine, story: Story) -> None:
    text = get_introspection_query(descriptions=False, input_value_deprecation=True)
    told = build_client_schema((await answer_of(reading_engine, text, viewer=story.coordinator))["data"])

    printed = build_schema(bare(schema.schema.as_str()))
    assert told.type_map.keys() == printed.type_map.keys()
    assert {one.name for one in told.directives} == {one.name for one in printed.directives}
    assert 'quantity: Decimal! = "1"' in print_schema(told)
