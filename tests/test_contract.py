"""What has been promised to apps is kept, or taken back in the open."""

import re

import pytest
from strawberry.utils.str_converters import to_camel_case

import schema
from schema.engine.days import today
from schema.engine.mapping import TYPES
from schema.releases.comparing import deprecations
from schema.releases.releasing import DECLARED, declared, overdue, since_release, undeclared

pytestmark = pytest.mark.check


def test_nothing_breaks_apps_that_is_not_declared() -> None:
    found = since_release(schema.schema.as_str())

    assert undeclared(found, declared(DECLARED.read_text())) == [], "see: gongzhi contract changes"


def test_whatever_is_deprecated_says_what_to_use_and_when_it_goes_and_is_gone_by_then() -> None:
    assert overdue(deprecations(schema.contract), today()) == []


def test_a_type_that_needs_a_scope_says_so() -> None:
    printed = schema.schema.as_str()
    wanted = {name: one.reads for name, one in TYPES.items() if one.reads and name in schema.contract.type_map}
    told = dict(re.findall(r'^type (\w+)(?: implements [^@{]+)? @requires\(scope: "(.*?)"\)', printed, re.MULTILINE))

    assert wanted
    assert told == wanted


def test_a_mutation_says_which_scope_it_needs_and_whether_a_token_will_do() -> None:
    printed = schema.schema.as_str()
    actions = [one.metadata["action"] for one in schema._ACTIONS]
    lines = dict(re.findall(r"^  (\w+)\(input: \w+!\): \w+!(.*)$", printed, re.MULTILINE))

    assert actions
    for one in actions:
        said = lines[to_camel_case(one.name)]
        assert re.findall(r'@requires\(scope: "(.*?)"\)', said) == ([one.scope] if one.scope else [])
        assert ("@sessionOnly" in said, "@anonymous" in said) == (one.session_only, one.public)
