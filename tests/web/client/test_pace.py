"""The core alone, with a clock that stands still until it is set: it sends nothing and sleeps nowhere."""

import copy
import os
import pickle
import signal
import threading
import warnings
from heapq import heappop, heappush

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import Quota
from ratelimit.web.client import Pace
from tests.web.client.paced import ALGORITHMS, SECOND, URL, answered, left, paced

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
    for number, (left_at, who) in enumerate(leaves):
        while wait := meter.take(at):
            at += wait
            if stall[0] <= at < stall[1]:
                at = stall[1]
        assert (left_at, who) == (at, number)


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
    ({"longest": -1}, ValueError, "longest must be at least 0 s, and finite, got -1"),
    ({"longest": float("inf")}, ValueError, "longest must be at least 0 s, and finite, got inf"),
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


def test_functions_that_are_async_are_told_as_they_would_switch_limits_off():
    async def account(request):
        return "one"

    with pytest.raises(TypeError, match="by must be a function that is not async, got <function"):
        Pace(by=account)
    with pytest.raises(TypeError, match="cost must be a function that is not async, got <function"):
        Pace(cost=account)
    coroutine = account(None)
    with pytest.raises(TypeError, match="by must return its value, got <coroutine object"):
        Pace(by=lambda request: coroutine).turn("GET", URL)
    coroutine.close()


def test_what_is_no_limiter_is_told():
    with pytest.raises(TypeError, match="limiter must be a limiter, as RedisLimiter, got 5"):
        Pace(limiter=5)


def test_it_can_be_neither_copied_nor_pickled_and_says_so():
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="a Pace can't be pickled or copied, as its line and its lock"):
            attempt(Pace())
