"""The compiler, example by example: what is asked for under which name, and what of the variables shapes the statement."""

from typing import Any

import orjson
import pytest

from schema.engine.access import PUBLIC, Viewer
from schema.engine.documents import Operation
from schema.engine.limits import LIMITS
from schema.engine.reader import Engine
from tests.story import Story, answer_of, ask

LONG = "a_name_that_no_identifier_of_postgresql_can_hold_because_it_is_longer_than_63_bytes"


async def raw(engine: Engine, document: str, viewer: Viewer = PUBLIC, **variables: Any) -> str:
    """The response as it is sent, without spaces."""
    answer = await engine.execute(document, variables, None, viewer)
    return orjson.dumps(orjson.loads(answer.body)).decode()


async def code_of(engine: Engine, document: str, viewer: Viewer = PUBLIC, **variables: Any) -> str:
    """The code of the first error."""
    answer = await answer_of(engine, document, variables, viewer)
    assert "errors" in answer, answer
    return str(answer["errors"][0]["extensions"]["code"])


async def test_keys_come_in_the_order_and_under_the_names_asked_for(reading_engine: Engine) -> None:
    text = await raw(reading_engine, '{ b: areaByCode(code: "110105") { shortName name code: level } a: __typename }')
    assert text == '{"data":{"b":{"shortName":"朝阳区","name":"朝阳区","code":"DISTRICT"},"a":"Query"}}'


async def test_a_field_asked_for_twice_is_merged(reading_engine: Engine) -> None:
    document = """
    { areaByCode(code: "110105") { parent { id } name ...More } ... on Query { areaByCode(code: "110105") { level } } }
    fragment More on Area { parent { name } level }
    """
    found = await ask(reading_engine, document)
    assert found == {"areaByCode": {"parent": None, "name": "朝阳区", "level": "DISTRICT"}}


async def test_a_fragment_on_an_interface_a_union_and_a_type(reading_engine: Engine, story: Story) -> None:
    document = """
    query ($ids: [ID!]!) {
      nodes(ids: $ids) { __typename ...Named id ... on Person { title } }
      search(text: "朝外街道") { subject { __typename ... on Area { code } ... on Organisation { kind } } }
    }
    fragment Named on Node { ... on Area { name } ... on Organisation { title: name } }
    """
    ids = [story.area("110105002"), story.organisation("朝外示范小学"), story.person("林望舒"), "nothing_1"]
    found = await ask(reading_engine, document, {"ids": ids}, story.coordinator)
    assert found["nodes"] == [
        {"__typename": "Area", "name": "朝外街道", "id": ids[0]},
        {"__typename": "Organisation", "title": "朝外示范小学（样例）", "id": ids[1]},
        {"__typename": "Person", "id": ids[2], "title": "党群工作办公室主任"},
        None,
    ]
    assert {hit["subject"]["__typename"] for hit in found["search"]} == {"Area", "Organisation"}


@pytest.mark.parametrize(
    ("skip", "include", "keys"),
    [(False, True, ["name", "level"]), (True, True, ["level"]), (False, False, ["name"]), (True, False, [])],
)
async def test_skip_and_include_shape_the_statement(reading_engine: Engine, skip: bool, include: bool, keys: list[str]) -> None:
    document = """
    query ($skip: Boolean!, $include: Boolean!) {
      areaByCode(code: "110105") { name @skip(if: $skip) ... on Area @include(if: $include) { level } }
    }
    """
    found = await ask(reading_engine, document, {"skip": skip, "include": include})
    assert list(found["areaByCode"]) == keys


FILTERED = "query ($filter: OrganisationFilter) { organisations(filter: $filter) { totalCount } }"
KIND = "query ($kind: OrganisationKind) { organisations(filter: { kind: { eq: $kind } }) { totalCount } }"


async def test_the_same_document_with_a_variable_absent_null_or_given(reading_engine: Engine) -> None:
    async def count(document: str, **variables: Any) -> int:
        found = await ask(reading_engine, document, variables)
        return int(found["organisations"]["totalCount"])

    everything = await count("{ organisations { totalCount } }")
    schools = await count("{ organisations(filter: { kind: { eq: PUBLIC_INSTITUTION } }) { totalCount } }")
    assert 0 < schools < everything
    assert await count(KIND) == everything
    assert await count(KIND, kind=None) == everything
    assert await count(KIND, kind="PUBLIC_INSTITUTION") == schools
    assert await count(FILTERED) == everything
    assert await count(FILTERED, filter={}) == everything
    assert await count(FILTERED, filter={"kind": None}) == everything
    assert await count(FILTERED, filter={"kind": {"eq": "PUBLIC_INSTITUTION"}, "search": "小学"}) == 1
    assert await count(FILTERED, filter={"kind": {"in": []}}) == 0


async def test_null_for_an_argument_that_must_have_a_value_is_the_clients_mistake(reading_engine: Engine) -> None:
    document = "query ($order: AreaOrder = CODE) { areas(orderBy: $order) { totalCount } }"
    assert await ask(reading_engine, document) == {"areas": {"totalCount": 824}}
    assert await code_of(reading_engine, document, order=None) == "BAD_USER_INPUT"


async def test_one_plan_serves_all_values_of_one_shape(reading_engine: Engine) -> None:
    document = "query Plans($search: String, $first: Int) { areas(filter: { search: $search }, first: $first) { nodes { id } } }"
    operation = reading_engine.documents.get(document).operation(None)
    for word in ("朝", "外", "建"):
        await ask(reading_engine, document, {"search": word, "first": 3})
    assert len(operation.plans) == 1
    await ask(reading_engine, document, {"search": None, "first": 3})
    await ask(reading_engine, document, {"search": "朝"})
    assert len(operation.plans) == 3


async def test_the_caches_stay_small_whatever_is_asked(reading_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = shaped(reading_engine, "query ($f: OrganisationFilter) { organisations(filter: $f) { nodes { id } } }")
    names = ["kind", "status", "uscc", "parent"]
    for number in range(300):
        given = {name: {"eq": None} for index, name in enumerate(names) if number >> index & 1}
        operation.plan(operation.coerce({"f": given | {"tag": "x" if number > 150 else None}}).coerced, public=bool(number % 2))
    assert len(operation.plans) <= 100
    documents = type(reading_engine.documents)(reading_engine.schema._schema, LIMITS)
    for number in range(2_100):
        documents.get(f"{{ a{number}: __typename }}")
    assert len(documents._known) == 2_000


def shaped(engine: Engine, document: str) -> Operation:
    """The only operation of a document."""
    return engine.documents.get(document).operation(None)


async def test_a_key_longer_than_an_identifier_is_kept_whole(reading_engine: Engine) -> None:
    document = f'{{ {LONG}_1: areaByCode(code: "110105") {{ {LONG}_2: name {LONG}_3: name short: level }} }}'
    found = await ask(reading_engine, document)
    assert found == {f"{LONG}_1": {f"{LONG}_2": "朝阳区", f"{LONG}_3": "朝阳区", "short": "DISTRICT"}}


@pytest.mark.parametrize(
    "text",
    ["'; drop table area; --", "\\'; select 1; --", '"', "$1", "{row}.id", "{viewer.areas}", "%", "\\", "$$", "/*", "朝\n", "😀"],
)
async def test_no_text_of_a_client_becomes_sql(reading_engine: Engine, story: Story, text: str) -> None:
    document = """
    query ($text: String!, $id: ID!) {
      areaByCode(code: $text) { id }
      organisations(filter: { tag: $text, uscc: { in: [$text] } }) { nodes { id } }
      area(id: $id) { id }
      search(text: $text) { subject { __typename } }
    }
    """
    found = await ask(reading_engine, document, {"text": text, "id": text}, story.coordinator)
    assert found["areaByCode"] is None and found["area"] is None and found["organisations"]["nodes"] == []
    literal = orjson.dumps(text).decode()
    assert await ask(reading_engine, f"{{ areaByCode(code: {literal}) {{ id }} }}") == {"areaByCode": None}


@pytest.mark.parametrize("key", ["select", "from", "j", "t1", "r", "row", "null", "user", "_", "__x", "c0", "n0", "order"])
async def test_words_of_sql_can_be_keys(reading_engine: Engine, key: str) -> None:
    found = await ask(
        reading_engine, f"{{ {key}: areas(first: 1) {{ {key}: nodes {{ {key}: name }} n: edges {{ {key}: cursor }} }} }}"
    )
    assert found[key][key] == [{key: "朝阳区"}]


async def test_a_null_character_is_refused_wherever_it_stands(reading_engine: Engine) -> None:
    assert await code_of(reading_engine, "query ($c: String!) { areaByCode(code: $c) { id } }", c="a\0b") == "BAD_USER_INPUT"
    assert await code_of(reading_engine, '{ areaByCode(code: "a\\u0000b") { id } }') == "BAD_USER_INPUT"


async def test_python_computes_values_inside_lists_connections_and_references(reading_engine: Engine, story: Story) -> None:
    document = """
    query ($id: ID!) {
      events(first: 3) { nodes { summary verb } edges { node { again: summary } } }
      organisation(id: $id) { timeline { nodes { summary subject { ... on Organisation { timeline { nodes { summary } } } } } } }
    }
    """
    found = await ask(reading_engine, document, {"id": story.organisation("朝外示范小学")}, story.coordinator)
    assert all(isinstance(one["summary"], str) for one in found["events"]["nodes"])
    assert [one["node"]["again"] for one in found["events"]["edges"]] == [one["summary"] for one in found["events"]["nodes"]]
    inner = found["organisation"]["timeline"]["nodes"][0]
    assert inner["summary"] in [one["summary"] for one in inner["subject"]["timeline"]["nodes"]]


async def test_what_python_computes_is_in_the_language_of_the_viewer(reading_engine: Engine, story: Story) -> None:
    returned = story.organisation("朝外示范摄影工作室")
    document = "query ($id: ID!) { organisation(id: $id) { timeline { nodes { summary } } } }"
    found = await ask(reading_engine, document, {"id": returned}, story.coordinator)
    assert found["organisation"]["timeline"]["nodes"][0]["summary"].startswith("退回：")


async def test_an_object_of_which_everything_is_skipped_is_empty(reading_engine: Engine) -> None:
    found = await ask(
        reading_engine, "{ areas(first: 1) { nodes { id @skip(if: true) } pageInfo { endCursor @include(if: false) } } }"
    )
    assert found == {"areas": {"nodes": [{}], "pageInfo": {}}}
    assert await ask(reading_engine, "{ viewer @skip(if: true) { language } }") == {}


async def test_only_what_is_selected_is_computed(reading_engine: Engine) -> None:
    def sql(selection: str) -> str:
        operation = shaped(reading_engine, f"{{ areas {{ {selection} }} }}")
        return operation.plan({}, public=True).sql

    assert "count(" not in sql("nodes { id }") and "encode(" not in sql("nodes { id }")
    assert "count(" in sql("totalCount") and "row_number" not in sql("totalCount")
    assert "encode(" in sql("edges { cursor }")


async def test_a_token_without_the_scope_is_refused_before_anything_is_read(reading_engine: Engine, story: Story) -> None:
    app = Viewer(account=3, person=3, scopes=frozenset({"areas"}), via="api")
    assert await ask(reading_engine, '{ areaByCode(code: "110105") { name } }', None, app)
    for document in ("{ organisations { totalCount } }", "{ areas { nodes { committee { id } } } }"):
        assert await code_of(reading_engine, document, app) == "FORBIDDEN"
    hidden = "query ($id: ID!) { node(id: $id) { id } }"
    assert await code_of(reading_engine, hidden, app, id=story.organisation("朝外示范小学")) == "FORBIDDEN"


async def test_introspection_and_data_together(reading_engine: Engine, story: Story) -> None:
    document = """
    {
      areaByCode(code: "110105") { name }
      __type(name: "Area") { name fields { name } }
      events(first: 1) { nodes { summary at } }
    }
    """
    found = await ask(reading_engine, document, None, story.coordinator)
    assert found["areaByCode"] == {"name": "朝阳区"}
    assert {"name": "code"} in found["__type"]["fields"]
    assert isinstance(found["events"]["nodes"][0]["summary"], str)


class Counting(Engine):
    """An engine that counts its statements."""

    statements = 0

    async def _fetch(self, sql: str, values: list[Any], viewer: Viewer) -> bytes:
        self.statements += 1
        return await super()._fetch(sql, values, viewer)


async def test_a_response_is_one_statement(reading_engine: Engine, story: Story) -> None:
    lists = "nodes { organisations { nodes { timeline { nodes { summary } } } } } totalCount"
    document = f"{{ viewer {{ person {{ name }} }} areas {{ {lists} }} }}"
    engine = Counting(reading_engine.schema, reading_engine.services)
    await ask(engine, document, None, story.coordinator)
    assert engine.statements == 1
