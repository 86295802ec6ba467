"""The two programs of docs/from_slowapi.md pass and refuse the same."""

import re
import sys
from types import ModuleType

import pytest

from benchmarks.peers import missing
from benchmarks.peers.frozen_clock import Clock, frozen
from katas.grader.kata import ROOT
from tests.web.asgi_server import get

PAGE = (ROOT / "docs" / "from_slowapi.md").read_text(encoding="utf-8")
BEFORE, AFTER = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
PATHS = [*["/search"] * 6, *["/authors", "/titles"] * 2, *["/export"] * 3, "/health", "/"]

needs_peers = pytest.mark.skipif(bool(missing()), reason=f'needs {", ".join(missing())}: pip install -e ".[peers]"')


@pytest.fixture(autouse=True)
def stopped(monkeypatch):
    """Stop the clocks of both: no window ends in between, and no unit comes back."""
    monkeypatch.setattr("ratelimit.web.shared_memory.monotonic_ns", lambda: 10**18)
    with frozen(Clock(10**18)):
        yield


def run(program):
    module = sys.modules["program"] = ModuleType("program")  # where annotations are looked up
    exec(program, vars(module))  # noqa: S102  our own
    return module


def statuses(app, *paths, **options):
    answers = get(app, *paths, **{"query_string": b"", "asgi": {"spec_version": "2.4"}, **options})
    return [answer.status for answer in (answers if len(paths) > 1 else [answers])]


@needs_peers
def test_both_programs_pass_and_refuse_the_same():
    before, after = run(BEFORE).app, run(AFTER).app
    expected = [200] * 5 + [429] + [200] * 3 + [429] + [200] * 2 + [429, 200, 200]
    assert statuses(before, *PATHS) == statuses(after, *PATHS) == expected
    ann = {"headers": [("x-api-key", "ann")]}
    assert statuses(before, "/export", **ann) == statuses(after, "/export", **ann) == [200]
    others = {"client": ("192.0.2.9", 1)}
    assert statuses(before, "/search", **others) == statuses(after, "/search", **others) == [200]
    paths = ["/"] * 60 + ["/search"] + ["/"] * 41 + ["/health"] * 101
    assert statuses(before, *paths, **others).count(429) == statuses(after, *paths, **others).count(429) == 1
