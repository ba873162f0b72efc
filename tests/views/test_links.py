"""Addresses of lists keep what was asked for and say nothing empty."""

from views.links import with_query


def test_a_change_keeps_the_other_filters() -> None:
    assert with_query("/organisations", {"search": "学校", "kind": "ENTERPRISE"}, kind="DEPARTMENT") == (
        "/organisations?search=%E5%AD%A6%E6%A0%A1&kind=DEPARTMENT"
    )


def test_none_and_empty_values_are_left_out() -> None:
    assert with_query("/organisations", {"search": "", "after": "abc"}, after=None) == "/organisations"


def test_a_value_cannot_start_a_parameter_of_its_own() -> None:
    assert with_query("/a", {"search": "x&status=ACTIVE#y"}) == "/a?search=x%26status%3DACTIVE%23y"
