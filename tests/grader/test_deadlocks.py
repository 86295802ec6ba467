"""A limiter that waits for a lock for ever is told so: which line waits, and which one took the lock."""

import re
from functools import partial

import pytest

from katas.grader.kata import ROOT, load_kata
from katas.grader.keyed.deadlock import told
from katas.grader.keyed.failing_meters import errors_leave_no_trace
from katas.grader.report.card import Wishes, card
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Failure, Report, Result
from tests.grading import trial_of

SOURCE = (ROOT / "solutions" / "keyed_limiter.py").read_text(encoding="utf-8")
UNDER = "        with self.lock:\n            now ="
HELD = "        self.lock.acquire()\n        if True:\n            now ="
LEFT_HELD = (
    (UNDER, HELD),
    ("            return wait == 0\n", "            self.lock.release()\n            return wait == 0\n"),
)
LOOKED = ("            self._look_at_one(now)\n", "            self._look_at_one(now)\n            len(self)\n")


@pytest.fixture
def hung(tmp_path):
    """A function that returns why a changed solution never returns, once it has not returned for five seconds."""

    def failure(law, *changes):
        source = SOURCE
        for before, after in changes:
            assert before in source
            source = source.replace(before, after, 1)
        path = tmp_path / "mine.py"
        path.write_text(source, encoding="utf-8")
        trial = trial_of("keyed_limiter", path)
        plays = iter([hangs, partial(law, trial)])

        def play():
            next(plays)()

        with pytest.raises(Abort) as stop:
            told(trial, play)
        return stop.value.failure, source

    return failure


def hangs():
    raise Abort(Failure("hang", "It did not return."))


def line_of(source, text):
    return source[: source.index(text)].count("\n") + 1


def follows(text):
    return lambda trial: trial.follow(Timeline.parse(text))


def test_a_lock_that_an_error_leaves_held_is_told_with_the_call_that_took_it(hung):
    failure, source = hung(follows("1/8: allow(0, ann, 0)"), *LEFT_HELD)
    waits, took = line_of(source, "        with self.lock:\n"), line_of(source, "self.lock.acquire()")
    assert failure.message == (
        f"len() never returns, a deadlock: line {waits} waits for the lock that allow(ann, cost=0) took in line {took} "
        "and never released."
    )
    assert f"mine.py:{waits}: with self.lock:" in failure.line
    assert [row[1:] for row in failure.rows] == [
        ("allow(ann, cost=0)", "ValueError", "ValueError"),
        ("len()", "0", "no answer"),
    ]


def test_the_call_that_never_returns_is_the_row_with_the_mark(hung):
    failure, _ = hung(follows("1/8: allow(0, ann, 0)"), *LEFT_HELD)
    kata = load_kata("keyed_limiter")
    report = Report(kata.name, "mine.py", [Result("errors", 10, "a law", "failed", failure)])
    marked = re.findall(r"^  >.*", card(kata, report, Wishes()), re.MULTILINE)
    assert [line.split() for line in marked] == [[">", "0", "len()", "0", "no", "answer"]]


def test_a_call_that_waits_for_its_own_lock_is_told_so(hung):
    failure, source = hung(follows("1/8: allow(0, ann)"), LOOKED)
    waits, called = line_of(source, "        with self.lock:\n            return len"), line_of(source, "len(self)")
    assert failure.message == (
        f"allow(ann) never returns, a deadlock: line {waits}, called from line {called}, waits for the lock that the "
        f"same call took in line {line_of(source, '        with self.lock:')}."
    )
    assert failure.rows[-1][1:] == ("allow(ann)", "True", "no answer")


def test_a_lock_that_stays_held_after_a_meters_error_is_told_too(hung):
    failure, source = hung(errors_leave_no_trace, (UNDER, HELD), LEFT_HELD[1])
    took = line_of(source, "self.lock.acquire()")
    assert failure.message.startswith(
        "A meter's take raises MeterError for a new key. After it, len() never returns, a"
    )
    assert failure.message.endswith(f"waits for the lock that allow() took in line {took} and never released.")


def test_what_waits_for_no_lock_keeps_its_words(hung):
    waits = "            threading.Event().wait()\n"
    failure, _ = hung(
        follows("1/8: allow(0, ann)"),
        (LOOKED[0], LOOKED[0] + waits),
        ("from threading", "import threading\nfrom threading"),
    )
    assert failure == Failure("hang", "It did not return.")
