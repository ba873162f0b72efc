"""What all tests share."""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, Phase, settings

pytest_plugins = ["tests.servers", "tests.story"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much the property tests of the engine try."""
    parser.addoption("--documents", type=int, default=2_000, help="how many random documents the property tests try (2,000)")


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis without deadlines (nothing is timed here); a failing document is made small by its own test.

    Under CI=true the same documents are tried each time, as Hypothesis does there of itself with every other property.
    """
    settings.register_profile(
        "documents",
        max_examples=config.getoption("--documents"),
        deadline=None,
        database=None,
        derandomize=os.environ.get("CI") == "true",
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a browser that is missing is a failure: there, nothing may go unseen."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"skipped although CI=true: {report.longrepr}"
    return report
