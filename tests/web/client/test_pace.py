"""The core alone, with a clock that stands still until it is set: it sends nothing and sleeps nowhere."""

import os
import signal
import threading
import warnings
from heapq import heapify, heappop, heappush
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    FixedWindow,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)
from ratelimit.web.client import Pace, WaitTooLong
from ratelimit.web.fields import FieldWriter, retry_after
from tests.web.asgi_server import Clock

SECOND = 1_000_000_000
URL = "https://example.com/"
ALGORITHMS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]


def paced(*limits, **options):
    clock = Clock()
    options = {"jitter": 0, "clock": clock, "wall_clock": lambda: 1_764_000_000 * SECOND + clock.now, **options}
    return Pace(*limits, **options), clock


def left(turn, clock):
    """Wait, as a front does, and return when the request leaves."""
    while wait := turn.wait():
        clock.now += wait
    return clock.now


def answered(pace, clock, status=200, *headers, url=URL):
    """Send one request; return when it has left, and whether it is to be repeated."""
    with pace.turn("GET", url) as turn:
        return left(turn, clock), turn.again(status, headers)


# Its own limits


@given(
    st.sampled_from(ALGORITHMS),
    st.integers(1, 5),
    st.integers(1, 100),
    st.lists(st.integers(0, 60), min_size=1, max_size=40),
)
def test_requests_leave_in_order_at_the_first_times_at_which_the_limit_grants_them(algorithm, limit, period, gaps):
    quota = Quota(limit, period)
    pace, clock = paced(quota, algorithm=algorithm)
    meter, at = algorithm(quota), 0
    for gap in gaps:
        clock.now += gap
        at = max(at, clock.now)
        while wait := meter.take(at):
            at += wait
        assert pace.turn("GET", URL).wait() == at - clock.now


@given(st.lists(st.integers(0, SECOND), min_size=1, max_size=60))
def test_by_default_no_period_holds_more_than_the_limit(gaps):
    pace, clock = paced("3/second; 7/5 seconds")
    leaves = []
    for gap in gaps:
        clock.now += gap
        leaves.append(clock.now + pace.turn("GET", URL).wait())
    for limit, period in ((3, SECOND), (7, 5 * SECOND)):
        assert all(later - first >= period for first, later in zip(leaves, leaves[limit:], strict=False))


def test_each_request_wakes_once():
    pace, clock = paced("1/second")
    turns = [pace.turn("GET", URL) for _ in range(100)]
    waits = [(turn.wait(), number) for number, turn in enumerate(turns)]
    assert waits == sorted(waits)
    for wait, number in waits:
        clock.now = wait
        assert turns[number].wait() == 0


@pytest.mark.parametrize(("by", "alike", "other"), [
    ("host", ["https://a.example/x", "https://A.example:443/y?z", "https://user@a.example"], "https://b.example/x"),
    ("host", ["http://a.example"], "http://a.example:8080"),
    ("path", ["https://a.example/x?1", "https://a.example/x?2"], "https://a.example/y"),
    ("path", ["https://a.example", "https://a.example/"], "https://b.example/"),
])  # fmt: skip
def test_limits_hold_for_a_host_or_a_path(by, alike, other):
    pace, _ = paced(Quota(len(alike), 10), by=by)
    assert [pace.turn("GET", url).wait() for url in alike] == [0] * len(alike)
    assert pace.turn("GET", other).wait() == 0
    assert pace.turn("GET", alike[0]).wait() == 10


def test_limits_hold_for_what_a_function_of_the_request_returns():
    pace, _ = paced(Quota(1, 10), by=lambda request: request["user"])
    assert [pace.turn("GET", URL, {"user": user}).wait() for user in ("ann", "bob", "ann")] == [0, 0, 10]


def test_who_gives_up_leaves_its_time_unused():
    pace, _ = paced(Quota(1, 10))
    assert pace.turn("GET", URL).wait() == 0
    with pace.turn("GET", URL) as turn:
        assert turn.wait() == 10
    assert pace.turn("GET", URL).wait() == 20


# Requests that leave late


def leave_late(turns, clock, late=lambda: 0, stall=(0, 0)):
    """Let each wake so much later than it wants to, and none during the stall; return which leave when, in order."""
    events, leaves, wakes = [(clock.now, number) for number in range(len(turns))], [], 0
    while events:
        at, number = heappop(events)
        clock.now = max(clock.now, at)
        if stall[0] <= clock.now < stall[1]:
            clock.now = stall[1]
        wakes += 1
        if wait := turns[number].wait():
            heappush(events, (clock.now + wait + late(), number))
        else:
            leaves.append((clock.now, number))
            turns[number].again(200, [])
    assert wakes <= 20 * len(turns)
    return leaves


def test_who_leaves_late_counts_from_then_on():
    pace, clock = paced("2/second")
    turns = [pace.turn("GET", URL) for _ in range(8)]
    assert [turn.wait() // SECOND for turn in turns] == [0, 0, 1, 1, 2, 2, 3, 3]
    clock.now = 19 * SECOND // 10
    assert [turn.wait() for turn in turns[2:4]] == [0, 0]
    clock.now = 2 * SECOND
    assert [turn.wait() / SECOND for turn in turns[4:]] == [0.9, 0.9, 1.9, 1.9]


@given(
    st.integers(1, 60),
    st.randoms(use_true_random=False),
    st.sampled_from([SECOND // 1000, SECOND // 20, SECOND, 10 * SECOND]),
)
def test_no_period_holds_more_than_the_limit_however_late_requests_leave(many, random, most):
    pace, clock = paced("3/second; 7/5 seconds")
    turns = [pace.turn("GET", URL) for _ in range(many)]
    leaves = [at for at, _ in leave_late(turns, clock, lambda: random.randrange(most) * random.randrange(2))]
    for limit, period in ((3, SECOND), (7, 5 * SECOND)):
        assert all(later - first >= period for first, later in zip(leaves, leaves[limit:], strict=False))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("seconds", [0.05, 0.9, 1, 3.7, 60])
def test_after_a_stall_all_leave_in_order_as_soon_as_they_may(algorithm, seconds):
    quota = Quota(4, SECOND)
    pace, clock = paced(quota, algorithm=algorithm)
    stall = (4 * SECOND, 4 * SECOND + round(seconds * SECOND))
    leaves = leave_late([pace.turn("GET", URL) for _ in range(40)], clock, stall=stall)
    meter, at = algorithm(quota), 0
    for number, (left_at, left) in enumerate(leaves):
        while wait := meter.take(at):
            at += wait
            if stall[0] <= at < stall[1]:
                at = stall[1]
        assert (left_at, left) == (at, number)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_who_comes_after_those_that_left_late_leaves_as_soon_as_it_may(algorithm):
    quota = Quota(3, SECOND)
    pace, clock = paced(quota, algorithm=algorithm)
    leaves = leave_late([pace.turn("GET", URL) for _ in range(12)], clock, stall=(SECOND, SECOND * 17 // 10))
    meter = algorithm(quota)
    assert not any(meter.take(at) for at, _ in leaves)
    for gap in (0, SECOND // 3, SECOND // 3, SECOND // 3, 5 * SECOND):
        clock.now += gap
        with pace.turn("GET", URL) as turn:
            at = clock.now
            while wait := meter.take(at):
                at += wait
            assert left(turn, clock) == at


# What a server says


@pytest.mark.parametrize("told", ["7", "7.0", "Mon, 24 Nov 2025 16:00:07 GMT"])
def test_a_refused_request_is_repeated_when_the_server_says(told):
    pace, clock = paced()
    with pace.turn("GET", URL) as turn:
        assert turn.wait() == 0
        assert turn.again(429, [("Retry-After", told)])
        assert left(turn, clock) == 7 * SECOND
        assert not turn.again(200, [])


@pytest.mark.parametrize("fields", [
    [("RateLimit", '"a";r=0;t=30')],
    [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "30")],
])  # fmt: skip
@pytest.mark.parametrize("seconds", [2, 45])
def test_retry_after_goes_before_all_others(seconds, fields):
    pace, clock = paced()
    assert answered(pace, clock, 429, ("Retry-After", str(seconds)), *fields)[1]
    assert pace.turn("GET", URL).wait() == seconds * SECOND


def test_retry_after_0_says_nothing():
    pace, clock = paced()
    assert answered(pace, clock, 429, ("Retry-After", "0"), ("RateLimit", '"a";r=0;t=30'))[1]
    assert pace.turn("GET", URL).wait() == 30 * SECOND


@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 404, 500, 502, 504])
def test_what_is_no_refusal_is_passed_on(status):
    pace, clock = paced()
    assert answered(pace, clock, status, ("Retry-After", "7")) == (0, False)
    assert pace.turn("GET", URL).wait() == 0


@pytest.mark.parametrize("status", [403, 503])
def test_403_and_503_are_refusals_if_they_tell_a_wait(status):
    pace, clock = paced()
    assert not answered(pace, clock, status)[1]
    assert answered(pace, clock, status, ("Retry-After", "7"))[1]


def test_github_refuses_with_403_and_no_retry_after():
    pace, clock = paced()
    fields = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1764000030")]
    assert answered(pace, clock, 403, *fields)[1]
    assert pace.turn("GET", URL).wait() == 30 * SECOND


def test_503_is_no_refusal_because_nothing_is_left():
    pace, clock = paced()
    assert answered(pace, clock, 503, ("RateLimit", '"a";r=0;t=30')) == (0, False)
    assert pace.turn("GET", URL).wait() == 30 * SECOND


@given(st.sampled_from(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "get", "POST", "PATCH", "CONNECT", "QUIZ"]))
def test_only_what_is_safe_to_repeat_is_repeated(method):
    safe = method.upper() in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE")
    for repeatable in (True, False):
        pace, _ = paced()
        turn = pace.turn(method, URL, repeatable=repeatable)
        turn.wait()
        assert turn.again(429, [("Retry-After", "1")]) == (safe and repeatable)


@pytest.mark.parametrize("repeats", [0, 1, 5])
def test_a_request_is_repeated_so_often(repeats):
    pace, clock = paced(repeats=repeats)
    with pace.turn("GET", URL) as turn:
        sent = 0
        while True:
            left(turn, clock)
            sent += 1
            if not turn.again(429, [("Retry-After", "1")]):
                break
    assert sent == 1 + repeats


@pytest.mark.parametrize("headers", [[], [("Retry-After", "0")], [("Retry-After", "soon")]])
def test_a_refusal_that_tells_no_wait_is_answered_by_longer_and_longer_ones(headers):
    pace, clock = paced(longest=5, repeats=4)
    with pace.turn("GET", URL) as turn:
        leaves = []
        while True:
            leaves.append(left(turn, clock))
            if not turn.again(429, headers):
                break
    assert leaves == [0, SECOND, 3 * SECOND, 7 * SECOND, 12 * SECOND]


def test_one_cool_down_holds_for_all_requests_of_a_host_also_for_those_that_wait_already():
    pace, clock = paced("2/second")
    turns = [pace.turn("GET", URL) for _ in range(4)]
    assert [turn.wait() for turn in turns] == [0, 0, SECOND, SECOND]
    turns[0].again(429, [("Retry-After", "10")])
    clock.now = SECOND
    assert [turn.wait() for turn in turns[2:]] == [9 * SECOND] * 2
    assert pace.turn("GET", "https://other.example/").wait() == 0


def test_more_than_the_longest_wait_is_passed_on_and_nothing_is_sent_until_less_is_left():
    pace, clock = paced(longest=60)
    assert not answered(pace, clock, 429, ("Retry-After", "90"))[1]
    with pytest.raises(WaitTooLong, match=r"^wait for example\.com:443 must be at most 60 s, got 90 s$") as raised:
        pace.turn("GET", URL).wait()
    assert (raised.value.wait, raised.value.wait_seconds) == (90 * SECOND, 90.0)
    clock.now = 30 * SECOND
    assert pace.turn("GET", URL).wait() == 60 * SECOND


@pytest.mark.parametrize("told", ["86400", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_no_server_locks_a_client_out_for_more_than_an_hour(told):
    pace, clock = paced()
    assert not answered(pace, clock, 429, ("Retry-After", told))[1]
    clock.now = 3600 * SECOND
    assert pace.turn("GET", URL).wait() == 0


@given(st.integers(0, 2**32), st.integers(1, 10))
def test_jitter_makes_a_wait_longer_and_by_no_more_than_it_says(seed, seconds):
    pace, clock = paced(jitter=2.5, random=Random(seed))  # noqa: S311  no secret
    answered(pace, clock, 429, ("Retry-After", str(seconds)))
    waits = [pace.turn("GET", URL).wait() - seconds * SECOND for _ in range(20)]
    assert all(0 <= wait <= 2_500_000_000 for wait in waits)
    assert len(set(waits)) == 20


def test_a_wait_of_ones_own_has_no_jitter():
    pace, _ = paced(Quota(1, 10), jitter=1)
    assert [pace.turn("GET", URL).wait() for _ in range(3)] == [0, 10, 20]
    pace, clock = paced(jitter=1)
    answered(pace, clock, 200, ("RateLimit", '"a";r=0;t=5'))
    assert pace.turn("GET", URL).wait() == 5 * SECOND


# What is left, before anything is refused


def test_no_more_is_sent_than_is_left_and_then_one_at_a_time():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit-Policy", '"a";q=10;w=60'), ("RateLimit", '"a";r=2;t=7'))
    waits = [pace.turn("GET", URL).wait() for _ in range(5)]
    assert waits == [0, 0, 7 * SECOND, 13 * SECOND, 19 * SECOND]


def test_when_the_time_is_over_they_still_go_one_at_a_time_until_all_is_back():
    fields = [("RateLimit-Policy", '"a";q=10;w=60'), ("RateLimit", '"a";r=0;t=7')]
    pace, clock = paced()
    answered(pace, clock, 200, *fields)
    clock.now = 8 * SECOND
    assert [pace.turn("GET", URL).wait() for _ in range(3)] == [0, 6 * SECOND, 12 * SECOND]
    clock.now = 67 * SECOND
    assert [pace.turn("GET", URL).wait() for _ in range(3)] == [0, 0, 0]


def test_a_line_may_be_long_but_not_a_single_step_of_it():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit-Policy", '"a";q=6;w=60'), ("RateLimit", '"a";r=0;t=7'))
    assert [pace.turn("GET", URL).wait() // SECOND for _ in range(10)] == list(range(7, 107, 10))
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit-Policy", '"a";q=1000;w=86400'), ("RateLimit", '"a";r=0;t=7'))
    assert pace.turn("GET", URL).wait() == 7 * SECOND
    with pytest.raises(WaitTooLong):
        pace.turn("GET", URL).wait()


def test_without_a_policy_all_go_when_the_time_is_over():
    pace, clock = paced()
    answered(pace, clock, 200, ("X-RateLimit-Remaining", "1"), ("X-RateLimit-Reset", "7"))
    assert [pace.turn("GET", URL).wait() for _ in range(4)] == [0, *[7 * SECOND] * 3]


def test_of_several_limits_the_longest_wait_counts():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", '"a";r=0;t=2, "b";r=9;t=30, "c";r=0;t=5'))
    assert pace.turn("GET", URL).wait() == 5 * SECOND


def test_requests_without_an_answer_are_taken_off_what_is_left():
    pace, _ = paced()
    turns = [pace.turn("GET", URL) for _ in range(3)]
    assert [turn.wait() for turn in turns] == [0, 0, 0]
    turns[0].again(200, [("RateLimit", '"a";r=3;t=7')])
    assert [pace.turn("GET", URL).wait() for _ in range(2)] == [0, 7 * SECOND]


def test_of_answers_that_overtake_each_other_the_least_counts():
    pace, clock = paced()
    first, second = (pace.turn("GET", URL) for _ in range(2))
    assert (first.wait(), second.wait()) == (0, 0)
    clock.now = 1
    second.again(200, [("RateLimit", '"a";r=0;t=7')])
    clock.now = 2
    first.again(200, [("RateLimit", '"a";r=1;t=9')])
    assert pace.turn("GET", URL).wait() == 9 * SECOND


def test_many_at_once_leave_nothing_of_a_long_window_unused():
    """Of what is left, some are taken off that were counted already: no longer than until their answers come."""
    pace, clock = paced()
    turns = [pace.turn("GET", URL) for _ in range(10)]
    assert {turn.wait() for turn in turns} == {0}
    for left, turn in zip(range(50, 40, -1), turns, strict=True):
        clock.now += 1
        turn.again(200, [("RateLimit", f'"a";r={left};t=3000')])
    assert [pace.turn("GET", URL).wait() for _ in range(41)] == [0] * 41


def test_of_a_limit_that_would_block_for_too_long_all_is_used():
    pace, clock = paced()
    turns = [pace.turn("GET", URL) for _ in range(4)]
    assert {turn.wait() for turn in turns} == {0}
    turns[0].again(200, [("RateLimit", '"a";r=2;t=3000')])
    assert pace.turn("GET", URL).wait() == 0
    clock.now = 1
    turns[1].again(200, [("RateLimit", '"a";r=0;t=3000')])
    with pytest.raises(WaitTooLong):
        pace.turn("GET", URL).wait()


@given(st.integers(0, 8), st.integers(1, 16), st.randoms(use_true_random=False))
def test_no_more_is_used_than_is_left_of_a_limit_that_would_block_for_too_long(remaining, many, random):
    """The server counts requests when they arrive. They overtake each other, and so do answers."""
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", f'"a";r={remaining};t=3000'))
    events = [(random.randrange(100), number, "leave", pace.turn("GET", URL), None) for number in range(many)]
    heapify(events)
    left, sent = remaining, 0
    while events:
        clock.now, number, event, turn, told = heappop(events)
        later = clock.now + random.randrange(100)
        if event == "leave":
            try:
                assert turn.wait() == 0
            except WaitTooLong:
                continue
            sent += 1
            heappush(events, (later, number, "arrive", turn, None))
        elif event == "arrive":
            left -= 1
            heappush(events, (later, number, "return", turn, [("RateLimit", f'"a";r={left};t=3000')]))
        else:
            turn.again(200, told)
    assert sent == min(remaining, many)


def test_what_tells_nothing_of_a_limit_that_would_block_for_too_long_is_taken_off_once():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", '"a";r=4;t=3000'))
    answered(pace, clock, 500)
    with pace.turn("GET", URL) as turn:
        assert turn.wait() == 0
    assert [pace.turn("GET", URL).wait() for _ in range(2)] == [0, 0]
    with pytest.raises(WaitTooLong):
        pace.turn("GET", URL).wait()


def test_a_request_without_an_answer_and_an_answer_that_tells_nothing_count_as_one():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", '"a";r=3;t=7'))
    answered(pace, clock, 500)
    with pace.turn("GET", URL) as turn:
        assert turn.wait() == 0
    assert [pace.turn("GET", URL).wait() for _ in range(2)] == [0, 7 * SECOND]


def test_what_a_server_tells_holds_for_requests_in_line_too():
    pace, clock = paced("10/second")
    turns = [pace.turn("GET", URL) for _ in range(20)]
    assert [turn.wait() for turn in turns] == [0] * 10 + [SECOND] * 10
    for turn in turns[:10]:
        turn.again(200, [("RateLimit", '"a";r=0;t=30')])
    clock.now = SECOND
    assert [turn.wait() for turn in turns[10:]] == [29 * SECOND] * 10
    assert pace.turn("GET", URL).wait() == 30 * SECOND


def test_requests_in_line_go_one_at_a_time_as_the_server_has_it():
    pace, clock = paced("2/second")
    turns = [pace.turn("GET", URL) for _ in range(6)]
    assert [turn.wait() for turn in turns[:4]] == [0, 0, SECOND, SECOND]
    for turn in turns[:2]:
        turn.again(200, [("RateLimit-Policy", '"a";q=6;w=60'), ("RateLimit", '"a";r=0;t=7')])
    assert [left(turn, clock) for turn in turns[2:]] == [7 * SECOND, 17 * SECOND, 27 * SECOND, 37 * SECOND]


def test_of_requests_in_line_no_more_leave_than_are_left():
    pace, clock = paced("1/second")
    turns = [pace.turn("GET", URL) for _ in range(6)]
    assert [turn.wait() for turn in turns] == [number * SECOND for number in range(6)]
    turns[0].again(200, [("RateLimit", '"a";r=2;t=30')])
    assert [left(turn, clock) for turn in turns[1:]] == [second * SECOND for second in (1, 2, 30, 31, 32)]


@given(
    st.sampled_from([None, "1/second", "4/second", "3/5 seconds"]),
    st.integers(1, 30),
    st.tuples(st.integers(0, 6), st.integers(1, 60), st.integers(0, 20)),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_no_more_leave_than_are_left_however_many_are_in_line(own, many, told, stays):
    """The first is answered at once, and no other. Some of those in line give up."""
    remaining, within, quota = told
    pace, clock = paced(own)
    turns = [pace.turn("GET", URL) for _ in range(many)]
    waits = [turn.wait() for turn in turns]
    under_way = waits.count(0) - 1
    policy = [("RateLimit-Policy", f'"a";q={quota};w=60')] if quota else []
    turns[0].again(200, [("RateLimit", f'"a";r={remaining};t={within}'), *policy])
    events, leaves = [(wait, number) for number, wait in enumerate(waits) if wait], []
    while events:
        clock.now, number = heappop(events)
        if not stays[number]:
            turns[number].__exit__()
        elif wait := turns[number].wait():
            heappush(events, (clock.now + wait, number))
        else:
            leaves.append(clock.now)
    at_once, within = max(0, remaining - under_way), within * SECOND
    for sent, at in enumerate(leaves, 1):
        if at < within:
            assert sent <= at_once
        elif quota and at < within + 60 * SECOND:
            assert sent <= at_once + 1 + (at - within) * quota // (60 * SECOND)


def test_a_request_in_line_is_not_sent_either_if_a_server_asks_for_too_much():
    pace, clock = paced("1/second")
    first, second = (pace.turn("GET", URL) for _ in range(2))
    assert (first.wait(), second.wait()) == (0, SECOND)
    first.again(200, [("RateLimit", '"a";r=0;t=3000')])
    clock.now = SECOND
    with pytest.raises(WaitTooLong):
        second.wait()


def test_only_what_was_sent_counts():
    pace, clock = paced("1/second")
    answered(pace, clock, 200, ("RateLimit", '"hour";r=50;t=3000'))
    for _ in range(50):
        with pace.turn("GET", URL) as turn:
            assert turn.wait()
    clock.now += 60 * SECOND
    assert pace.turn("GET", URL).wait() == 0


def test_a_cool_down_costs_no_request_in_line_its_place_or_a_unit_more():
    pace, clock = paced("1/second")
    turns = [pace.turn("GET", URL) for _ in range(4)]
    assert [turn.wait() for turn in turns] == [number * SECOND for number in range(4)]
    turns[0].again(429, [("Retry-After", "10")])
    assert pace.turn("GET", URL).wait() == 13 * SECOND
    assert [left(turn, clock) for turn in turns[1:]] == [10 * SECOND, 11 * SECOND, 12 * SECOND]


def test_an_answer_is_noted_once():
    pace, _ = paced()
    turn = pace.turn("GET", URL)
    turn.wait()
    turn.again(200, [])
    with pytest.raises(RuntimeError, match="again must be asked once for each wait"):
        turn.again(200, [])


def test_what_was_left_is_forgotten_when_a_later_answer_says_otherwise():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", '"a";r=0;t=7'))
    assert answered(pace, clock, 200, ("RateLimit", '"a";r=5;t=1'))[0] == 7 * SECOND
    assert pace.turn("GET", URL).wait() == 0


class Server:
    """One of our limiters on the same clock, and the fields that our middleware writes."""

    def __init__(self, algorithm, quotas, clock):
        names = [f"{number}" for number in range(len(quotas))]
        self.writer = FieldWriter(list(zip(names, quotas, strict=True)), "draft-11")
        self.limiter = MemoryLimiter(algorithm, quotas, clock, next_after=True)
        self.refusals = 0

    def answer(self):
        decision = self.limiter.hit("client")
        self.refusals += not decision.allowed
        fields = self.writer.fields(decision)
        return (200, fields) if decision.allowed else (429, [*fields, ("Retry-After", retry_after(decision))])


QUOTAS = st.lists(
    st.builds(Quota, st.integers(1, 6), st.integers(1, 8).map(lambda seconds: seconds * SECOND // 2)),
    min_size=1,
    max_size=2,
    unique=True,
)


@given(st.sampled_from(ALGORITHMS), QUOTAS, st.integers(0, SECOND), st.integers(0, SECOND))
def test_who_asks_one_after_another_is_never_refused_by_a_server_that_tells_exactly(algorithm, quotas, trip, pause):
    pace, clock = paced()
    server = Server(algorithm, quotas, clock)
    for _ in range(25):
        with pace.turn("GET", URL) as turn:
            left(turn, clock)
            clock.now += trip
            answer = server.answer()
            clock.now += trip
            assert not turn.again(*answer)
        clock.now += pause
    assert server.refusals == 0


@given(
    st.sampled_from(ALGORITHMS),
    QUOTAS,
    st.integers(1, 20),
    st.randoms(use_true_random=False),
    st.sampled_from([None, "4/second"]),
)
def test_many_at_once_all_get_through_and_keep_to_every_cool_down(algorithm, quotas, many, random, own):
    """Travel times differ, so answers overtake each other. Nothing is sent while a server wants no requests."""
    pace, clock = paced(own, repeats=50, jitter=0.1, random=random)
    server = Server(algorithm, quotas, clock)
    events = []  # (time, number, what happens then, of which turn, with what)
    for number in range(many):
        heappush(events, (random.randrange(SECOND), number, "wait", pace.turn("GET", URL), None))
    quiet_until, granted, number, leaves = 0, 0, many, []
    while events:
        clock.now, _, event, turn, answer = heappop(events)
        number += 1
        if event == "wait":
            wait = turn.wait()
            if wait:
                heappush(events, (clock.now + wait, number, "wait", turn, None))
                continue
            assert clock.now >= quiet_until
            leaves.append(clock.now)
            heappush(events, (clock.now + random.randrange(SECOND // 5), number, "arrive", turn, None))
        elif event == "arrive":
            heappush(events, (clock.now + random.randrange(SECOND // 5), number, "return", turn, server.answer()))
        else:
            status, headers = answer
            if status == 429:
                quiet_until = max(quiet_until, clock.now + int(dict(headers)["Retry-After"]) * SECOND)
            if turn.again(status, headers):
                heappush(events, (clock.now, number, "wait", turn, None))
            else:
                granted += 1
    assert granted == many
    assert own is None or all(later - first >= SECOND for first, later in zip(leaves, leaves[4:], strict=False))
    assert server.refusals <= many * (many - 1) // 2  # each time that all come back, one of them at least is granted


# Housekeeping


def test_a_server_that_makes_up_names_of_limits_fills_no_memory():
    pace, clock = paced()
    for number in range(100):
        clock.now += 1
        answered(pace, clock, 200, ("RateLimit", f'"{number}";r=9;t={number}, "z";r=9;t=99'))
    answered(pace, clock, 200, ("RateLimit", '"y";r=0;t=30'))
    (destination,) = pace._destinations.values()  # noqa: SLF001
    assert len(destination._told) == 32  # noqa: SLF001
    assert pace.turn("GET", URL).wait() == 30 * SECOND


def test_hosts_of_which_nothing_is_known_any_more_are_forgotten():
    pace, clock = paced("1/second")
    for number in range(1000):
        clock.now += SECOND
        answered(pace, clock, url=f"https://host{number}.example/")
    assert len(pace) <= 130


def test_a_host_to_which_a_request_left_late_is_not_forgotten_before_its_limit_is_fresh():
    pace, clock = paced("1/second")
    turns = [pace.turn("GET", URL) for _ in range(2)]
    assert [turn.wait() for turn in turns] == [0, SECOND]
    clock.now = 19 * SECOND // 10
    assert turns[1].wait() == 0
    for turn in turns:
        turn.again(200, [])
    clock.now = 25 * SECOND // 10
    for number in range(1000):
        pace.turn("GET", f"https://host{number}.example/").wait()
    assert pace.turn("GET", URL).wait() == 4 * SECOND // 10


def test_a_host_that_is_cooling_down_is_not_forgotten():
    pace, clock = paced()
    answered(pace, clock, 429, ("Retry-After", "50"))
    for number in range(1000):
        pace.turn("GET", f"https://host{number}.example/").wait()
    assert pace.turn("GET", URL).wait() == 50 * SECOND


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_is_not_kept_waiting_by_a_thread_of_its_parent():
    pace, _ = paced("1/second")
    held, done = threading.Event(), threading.Event()

    def hold():
        with pace.lock:
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    with warnings.catch_warnings(action="ignore"):  # newer Pythons warn of threads beside a fork
        child = os.fork()
    if not child:
        signal.alarm(60)
        os._exit(0 if pace.turn("GET", URL).wait() == 0 else 1)
    done.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_counts_no_request_of_its_parent_as_under_way():
    pace, _ = paced()
    turns = [pace.turn("GET", URL) for _ in range(4)]
    assert {turn.wait() for turn in turns} == {0}
    turns[0].again(200, [("RateLimit", '"a";r=3;t=30')])
    assert pace.turn("GET", URL).wait() == 30 * SECOND
    with warnings.catch_warnings(action="ignore"):  # newer Pythons warn of threads beside a fork
        child = os.fork()
    if not child:
        signal.alarm(60)
        with pace.turn("GET", URL) as turn:
            turn.wait()
            turn.again(200, [("RateLimit", '"a";r=1;t=30')])
        os._exit(0 if pace.turn("GET", URL).wait() == 0 else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_what_a_forked_child_may_use_is_not_kept_from_it_by_a_request_of_its_parent():
    pace, clock = paced()
    answered(pace, clock, 200, ("RateLimit", '"a";r=1;t=3000'))
    assert pace.turn("GET", URL).wait() == 0
    pace.forget_requests()
    assert pace.turn("GET", URL).wait() == 0


def test_a_signal_handler_may_ask_in_the_middle_of_a_call():
    pace, _ = paced("1/second", by=lambda request: request)
    with pace.lock:
        assert pace.turn("GET", URL, 1).wait() == 0


@pytest.mark.parametrize(("options", "error", "message"), [
    ({"by": "user"}, ValueError, "by must be 'host', 'path' or a function of the request, got 'user'"),
    ({"longest": -1}, ValueError, "longest must be at least 0 s, got -1"),
    ({"longest": float("inf")}, ValueError, "longest must be at least 0 s, got inf"),
    ({"jitter": "1"}, TypeError, "jitter must be a number of seconds, got '1'"),
    ({"repeats": -1}, ValueError, "repeats must be at least 0, got -1"),
    ({"repeats": 1.5}, TypeError, "repeats must be a whole number, got 1.5"),
    ({"methods": "POST"}, TypeError, "methods must be several, got the one text 'POST': put it in a list"),
    ({"methods": ["post"]}, ValueError, "methods must be in capitals, got 'post'"),
    ({"limits": "fast"}, ValueError, "quota must read like '100/minute'"),
    ({"limits": "10/second burst 5"}, ValueError, "burst must be the limit of 10"),
    ({"limits": Quota(1, 60)}, ValueError, "period must be at least 1 ms"),
    ({"clock": 5}, TypeError, "clock must be a function"),
])  # fmt: skip
def test_what_can_be_no_pace_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        Pace(**options)
