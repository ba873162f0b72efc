"""The reference has everything of the contract, on one page each, and says truly who may do what."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from graphql import GraphQLObjectType

from schema import contract
from schema.engine.refusals import MESSAGES
from schema.reference.bruno import collection, packed
from schema.reference.examples import examples, filled, found_at
from schema.reference.pages import Reference
from views.developers.titles import TITLES
from views.routes import ROUTES

REFERENCE = Reference(contract)
DEEDS = {deed.member.name: deed for one in REFERENCE.concepts.values() for deed in one.deeds}


def test_every_type_and_root_field_stands_in_one_chapter() -> None:
    chapters = REFERENCE.concepts.values()
    types = [entry.name for one in chapters for entry in one.types]
    assert isinstance(contract.query_type, GraphQLObjectType) and isinstance(contract.mutation_type, GraphQLObjectType)

    roots = {"Query", "Mutation", "Subscription"}
    assert sorted(types) == sorted(name for name in contract.type_map if not name.startswith("__") and name not in roots)
    assert sorted(member.name for one in chapters for member in one.queries) == sorted(contract.query_type.fields)
    subscriptions = contract.subscription_type.fields if contract.subscription_type else {}
    assert sorted(member.name for one in chapters for member in one.subscriptions) == sorted(subscriptions)
    assert sorted(DEEDS) == sorted(contract.mutation_type.fields)


def test_every_chapter_has_a_title() -> None:
    assert set(REFERENCE.concepts) <= set(TITLES)


def test_a_part_stands_with_its_concept() -> None:
    for name in ("Demand", "DemandConnection", "DemandEdge", "DemandStatusIs", "DemandFileInput", "DemandPayload", "DemandLevel"):
        assert REFERENCE.homes[name] == "demands", name


def test_a_mutation_names_what_it_may_be_refused_with() -> None:
    assert all(set(deed.refusals) <= MESSAGES.keys() for deed in DEEDS.values())
    assert {"NOT_FOUND", "CONFLICT", "STEP_NOT_POSSIBLE", "MATCH_CAPACITY"} <= set(DEEDS["matchPropose"].refusals)
    assert "REASON_REQUIRED" in DEEDS["matchDecline"].refusals
    assert {"TOKEN_MANY", "TOKEN_NO_SCOPE", "TOKEN_SCOPE", "TOKEN_EXPIRY"} <= set(DEEDS["tokenCreate"].refusals)
    assert "MATCH_CAPACITY" not in DEEDS["tokenCreate"].refusals
    assert DEEDS["tokenCreate"].session_only and DEEDS["demandFile"].anonymous


def test_names_are_found_by_a_part_of_them() -> None:
    found = REFERENCE.find("matchprop")
    assert [one.name for one in found][:2] == ["matchPropose", "MatchProposeInput"]
    assert REFERENCE.find("Demand.missing")[0].anchor == "Demand"
    assert REFERENCE.find("没有") == []


def test_values_that_were_kept_come_into_later_variables_as_they_are() -> None:
    data = {"categories": {"nodes": [{"code": "A", "id": "c_1"}, {"code": "B", "id": "c_2"}]}}
    assert found_at("categories.nodes[code=B].id", data) == "c_2"
    assert found_at("categories.nodes.0.id", data) == "c_1"
    assert filled({"a": "{{n}}", "b": ["x"], "c": "k-{{n}}"}, {"n": 3}) == {"a": 3, "b": ["x"], "c": "k-3"}


def test_the_collection_has_a_request_for_each_example() -> None:
    files = collection("https://gongzhi.example")
    requests = [text for name, text in files.items() if name.endswith(".bru") and "/" not in name]

    assert len(requests) == len(examples())
    assert all(one.document.splitlines()[0] in text for one, text in zip(examples(), requests, strict=True))
    assert '"version": {{unitVersion}}' in "\n".join(requests)
    assert "address: https://gongzhi.example" in files["environments/here.bru"]
    assert len(zipfile.ZipFile(BytesIO(packed(files))).namelist()) == len(files)


def test_what_language_models_are_told_exists() -> None:
    text = Path("docs/api/llms.txt").read_text(encoding="utf-8")
    paths = set(re.findall(r"\]\((/[^)?]*)", text))
    known = {route.path for route in ROUTES}
    chapters = {f"/developers/{name}" for name in REFERENCE.concepts}

    assert paths and paths - known - chapters == set()
    for name in re.findall(r"`([a-z]+[A-Z]\w+)`", text):
        fields = {field for one in contract.type_map.values() for field in getattr(one, "fields", {})}
        arguments = {"orderBy", "sessionOnly", "operationName"}
        assert name in fields | arguments, name
