"""Numbers of people are recognised in what is typed into the demand list, and other numbers are not."""

import pytest

from schema.demands.rules import names_somebody


@pytest.mark.parametrize(
    "text", ["13700001234", "电话：137 0000 1234。", "137-0000-1234", "证件 11010519491231002X", "110105194912310021"]
)
def test_numbers_of_people_are_recognised(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    ["", "20 个车位，受益 1370 人", "2026-11-22 至 2026-12-31", "编号 91110105MA0000007L", "1370000123", "预算 137000012345 元"],
)
def test_other_numbers_are_not(text: str) -> None:
    assert not names_somebody(text)
