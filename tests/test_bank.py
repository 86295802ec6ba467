"""The grader is graded: every right submission of the bank gets 100/100, no wrong one does, each in one short card."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from katas.grader.card import Wishes, card
from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.process import Order, grade
from katas.grader.timeline import Timeline

SUBMISSIONS = {
    f"{kata}/{folder}/{path.stem}": path
    for kata in LADDER
    for folder in ("right", "wrong")
    for path in sorted((ROOT / "tests" / "bank" / kata / folder).glob("*.py"))
}


@pytest.fixture(scope="session")
def reports(request):
    """Grade what was selected, as many at a time as there are processors, and hand out each report when it is there."""
    asked = [item.callspec.params["name"] for item in request.session.items if "reports" in item.fixturenames]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(graded, name) for name in asked}
        pool.shutdown(cancel_futures=True)


def graded(name):
    return grade(load_kata(name.partition("/")[0]), Order(str(SUBMISSIONS[name].relative_to(ROOT))))


# Wrong only after many calls.
LONG = {"keyed_limiter/wrong/cursor_walks_over_holes", "keyed_limiter/wrong/rounds_by_snapshot"}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_right_is_accepted_and_wrong_is_rejected(name, reports):
    report = reports[name].result()
    text = card(load_kata(report.kata), report, Wishes(hints=3, why=False))
    assert [line for line in text.splitlines() if len(line) > 80 and not line.startswith("Replay: ")] == []
    if "/right/" in name:
        assert report.passed, text
        return
    assert not report.passed
    failure = report.first_failed.failure
    assert failure.kind in ("answer", "cost", "race", "hang", "crash", "exit"), text
    assert len(failure.rows) <= 8 or name in LONG
    assert not failure.timeline or str(Timeline.parse(failure.timeline)) == failure.timeline


def test_every_kata_has_its_bank():
    for kata in LADDER:
        assert len([name for name in SUBMISSIONS if name.startswith(f"{kata}/right/")]) >= 8
        assert len([name for name in SUBMISSIONS if name.startswith(f"{kata}/wrong/")]) >= 25
