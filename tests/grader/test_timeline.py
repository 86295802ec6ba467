import re

import pytest

from katas.grader.kata import load_kata
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota
from tests.grading import trial_of


@pytest.mark.parametrize(
    "text",
    [
        "1/10: take(0) take(10)",
        "2/16 burst 3: take(0, 2) level(4) delay(8)",
        "1/8: take(0, -1) take(0, 0)",
        "FixedWindow 1/8: allow(9, ann) allow(9, 'it\\'s', 2) allow(9, ('a/b', 'c')) allow(9, None)",
        "TokenBucket 2/16 burst 3 + FixedWindow 3/64 + 1/7: take(0, 2) level(4)",
        "2/8 + Pro 5/8: take(0, ann, 2) allow(1, ann, Pro, 3) refund(2, ann) take(2, bob)",
    ],
)
def test_a_timeline_reads_back_as_it_was_written(text):
    timeline = Timeline.parse(text)
    assert Timeline.parse(str(timeline)) == timeline


def test_a_client_and_who_else_a_call_is_for_are_its_key():
    (call,) = Timeline.parse("2/8: take(3, ann, Pro, 2)").calls
    assert call == Call("take", 3, 2, "ann, Pro")


@pytest.mark.parametrize("kata", ["token_bucket", "composite_limits"])
def test_a_take_of_a_client_is_no_call_of_a_kata_that_has_none(kata):
    trial = trial_of(kata, load_kata(kata).solution)
    assert (
        trial.misfit(Timeline.parse("2/8: take(0, ann)")) == "the calls of this kata are level, take; got take(0, ann)"
    )


@pytest.mark.parametrize(("key", "fits"), [("ann, bob", False), ("(1, 2)", True)])
def test_an_allow_of_two_is_no_call_of_a_kata_with_one_key(key, fits):
    trial = trial_of("keyed_limiter", load_kata("keyed_limiter").solution)
    assert (trial.misfit(Timeline.parse(f"2/8: allow(0, {key})")) == "") is fits


def test_a_timeline_may_be_wrapped_anywhere():
    text = "3/10 burst 1:\n  take(0)\n    take(3,\n 1)"
    assert Timeline.parse(text) == Timeline(Quota(3, 10, 1), (Call("take", 0), Call("take", 3)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a timeline looks like"),
        ("1/10", "a timeline looks like"),
        ("1/10: take(0", "a timeline looks like"),
        ("1/10 +: take(0)", "a timeline looks like"),
        ("1/10 + x: take(0)", "a timeline looks like"),
        ("1/10: jump(0)", "a timeline's calls are take, level, delay, allow, refund; got jump(0)"),
        ("1/10: take(x)", "take is written take(now[, cost]) with whole numbers, got take(x)"),
        ("1/10: take(0, cost=8)", "take is written take(now[, cost]) with whole numbers, got take(0, cost=8)"),
        ("1/10: take(-5)", "take is written take(now[, cost]) with whole numbers, got take(-5)"),
        ("1/10: level(0, 1)", "level is written level(now) with whole numbers"),
        ("0/10: take(0)", "limit must be at least 1, got 0"),
    ],
)
def test_what_is_no_timeline_is_told_so(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Timeline.parse(text)
