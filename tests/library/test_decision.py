"""Times for people: floats to sleep by, and whole seconds for headers; neither is ever too short."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratelimit import Decision, MemoryLimiter, Quota, TokenBucket
from ratelimit.decision import DegradedDecision

SECOND = 1_000_000_000
TIMES = st.one_of(st.integers(0, 10**12), st.integers(0, 1 << 63), st.integers(0, 10**30))
GONE = ConnectionError("gone")


def told(retry_after=0, reset_after=0, delay=0):
    return Decision(retry_after == 0, 0, retry_after, reset_after, delay)


@given(TIMES)
@example(1)
@example(999_999_999)
@example(9_007_199_254_740_993)
@example(60 * SECOND)
def test_seconds_to_sleep_are_the_least_float_that_is_long_enough(time):
    for slept in (told(retry_after=time).retry_seconds, told(delay=time).delay_seconds):
        assert isinstance(slept, float)
        assert Fraction(slept) * SECOND >= time
        assert Fraction(slept) * SECOND <= time * (1 + Fraction(1, 1 << 51))


def test_seconds_that_no_float_holds_are_infinite():
    assert told(retry_after=10**400).retry_seconds == float("inf")


@given(TIMES)
def test_seconds_in_a_header_are_whole_and_rounded_up(time):
    for number in (told(retry_after=time).retry_header, told(reset_after=time).reset_header):
        assert isinstance(number, int)
        assert (number - 1) * SECOND < time <= number * SECOND


def test_a_refusal_never_says_to_retry_after_no_seconds():
    refused = told(retry_after=1)
    assert (refused.retry_header, refused.retry_seconds > 0) == (1, True)
    assert (told().retry_header, told().retry_seconds) == (0, 0.0)


def test_a_decision_is_five_numbers_and_not_degraded():
    limiter = MemoryLimiter(TokenBucket, Quota.per_minute(2))
    decision = limiter.hit("key")
    allowed, remaining, retry_after, _, delay = decision
    assert (allowed, remaining, retry_after, delay) == (True, 1, 0, 0)
    assert (decision.degraded, decision.error) == (False, None)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_degraded_decision_is_that_decision_with_a_mark(allowed):
    plain = Decision(allowed, 3, 4, 5, 6)
    marked = DegradedDecision.marked(plain, GONE)
    assert marked == plain
    assert bool(marked) == allowed
    assert isinstance(marked, Decision)
    assert (marked.degraded, marked.error) == (True, GONE)
    assert "DegradedDecision(allowed=" in repr(marked)
    for twin in (pickle.loads(pickle.dumps(marked)), copy.deepcopy(marked), copy.copy(marked)):  # noqa: S301  its own bytes
        assert twin == plain
        assert twin.degraded
        assert str(twin.error) == "gone"
    assert marked._replace(remaining=9).degraded


def test_a_decision_in_which_something_is_replaced_tells_all_the_rest():
    limiter = MemoryLimiter(TokenBucket, Quota.parse_many("10/second; 5/minute"), next_after=True)
    decision = limiter.hit("key", 5)
    for joint in (decision, limiter.hit("key"), DegradedDecision.marked(decision, GONE)):
        changed = joint._replace(retry_after=joint.retry_after + 7)
        assert changed == (*joint[:2], joint.retry_after + 7, *joint[3:])
        assert type(changed) is type(joint)
        for name in ("levels", "binding", "next_after", "next_afters", "degraded", "error"):
            assert getattr(changed, name) == getattr(joint, name), name
