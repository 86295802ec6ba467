"""Draws are the same in every run, as they are in the grader; and the bank is graded while other tests run."""

from inspect import signature

import pytest
from hypothesis import settings

from tests.quality.bank import every
from tests.quality.verdicts import grading

settings.register_profile("tests", derandomize=True, database=None, deadline=None)
settings.load_profile("tests")


def waits_for_reports(item):
    return "reports" in signature(getattr(item, "function", lambda: None)).parameters  # a kata's level has none


def pytest_collection_modifyitems(items):
    """Put off the tests that wait for reports of the bank."""
    items.sort(key=waits_for_reports)


@pytest.fixture(scope="session", autouse=True)
def reports(request):
    """Grade what was selected of the bank, as many at a time as there are processors; each report is there in time."""
    asked = [item.callspec.params for item in request.session.items if waits_for_reports(item)]
    names, katas = ({params.get(what) for params in asked} for what in ("name", "kata"))
    bank = every("right", "wrong", "variants")
    with grading([entry for entry in bank if entry.name in names or entry.kata in katas]) as running:
        yield running
