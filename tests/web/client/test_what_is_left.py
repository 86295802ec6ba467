"""What a server says is left: no more is sent than that, before anything is refused."""

import pickle
from copy import copy, deepcopy
from heapq import heapify, heappop, heappush

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import GCRA, FixedWindow, LeakyBucket, MemoryLimiter, Quota, TokenBucket
from ratelimit.web.client import WaitTooLong
from ratelimit.web.fields import FieldWriter, retry_after
from tests.web.client.paced import ALGORITHMS, SECOND, URL, answered, left, paced


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
    for remaining, turn in zip(range(50, 40, -1), turns, strict=True):
        clock.now += 1
        turn.again(200, [("RateLimit", f'"a";r={remaining};t=3000')])
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

    def answer(self, cost=1):
        decision = self.limiter.hit("client", cost)
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


def units_left(costs, quota, algorithm):
    """Send requests of such costs, one after another, to a server that tells exactly; return how often it refuses."""
    pace, clock = paced(cost=lambda request: request)
    server = Server(algorithm, [quota], clock)
    for cost in costs:
        with pace.turn("GET", URL, cost) as turn:
            left(turn, clock)
            turn.again(*server.answer(cost))
    return server.refusals, clock.now


COSTS = st.integers(1, 6).flatmap(lambda most: st.tuples(st.just(most), st.lists(st.integers(1, most), max_size=25)))


@given(st.sampled_from([TokenBucket, LeakyBucket, GCRA, FixedWindow]), COSTS, st.integers(0, 9), st.integers(1, 9))
def test_who_says_what_requests_cost_is_never_refused_by_limits_that_come_back_evenly(algorithm, costs, more, seconds):
    most, each = costs
    quota = Quota(most + more, seconds * SECOND)
    assert units_left(each, quota, algorithm)[0] == 0


@given(st.sampled_from(ALGORITHMS[:2] + ALGORITHMS[3:]), st.integers(1, 6), st.integers(0, 9), st.integers(1, 9))
def test_who_says_what_each_request_costs_is_never_refused_by_a_log_either(algorithm, cost, more, seconds):
    assert units_left([cost] * 25, Quota(cost + more, seconds * SECOND), algorithm)[0] == 0


@pytest.mark.parametrize("cost", [1, 2, 3, 5])
def test_who_says_what_requests_cost_waits_for_no_longer_than_they_need(cost):
    refusals, took = units_left([cost] * 25, Quota(5, 60 * SECOND), TokenBucket)
    assert (refusals, took) == (0, (25 * cost - 5) * 12 * SECOND)


def test_of_requests_in_line_each_gets_its_units():
    pace, clock = paced(cost=lambda request: request)
    with pace.turn("GET", URL, 1) as turn:
        turn.wait()
        turn.again(200, [("RateLimit-Policy", '"a";q=6;w=60'), ("RateLimit", '"a";r=3;t=7')])
    turns = [pace.turn("GET", URL, cost) for cost in (2, 2, 3, 1)]
    assert [turn.wait() // SECOND for turn in turns] == [0, 7, 37, 47]
    assert [left(turn, clock) // SECOND for turn in turns[1:]] == [7, 37, 47]


def test_limits_of_ones_own_count_units_as_well():
    pace, _ = paced("4/second", cost=2)
    assert [pace.turn("GET", URL).wait() for _ in range(5)] == [0, 0, SECOND, SECOND, 2 * SECOND]


def test_a_request_that_needs_units_of_more_than_the_longest_wait_is_not_sent():
    pace, clock = paced(cost=7)
    answered(pace, clock, 200, ("RateLimit-Policy", '"a";q=10;w=100'), ("RateLimit", '"a";r=0;t=10'))
    with pytest.raises(WaitTooLong) as raised:
        pace.turn("GET", URL).wait()
    assert raised.value.wait == 70 * SECOND


@pytest.mark.parametrize("again", [copy, deepcopy, lambda error: pickle.loads(pickle.dumps(error))])  # noqa: S301
def test_a_wait_that_is_too_long_can_be_copied_and_comes_out_of_a_pool_of_processes(again):
    error = WaitTooLong(("a", 80), 5 * SECOND, 2 * SECOND)
    found = again(error)
    assert (found.key, found.wait, found.wait_seconds) == (("a", 80), 5 * SECOND, 5)
    assert str(found) == str(error) == "wait for ('a', 80) must be at most 2 s, got 5 s"


def test_units_that_are_not_told_again_are_taken_off():
    pace, clock = paced(cost=2)
    answered(pace, clock, 200, ("RateLimit", '"a";r=5;t=7'))
    answered(pace, clock, 500)
    assert [pace.turn("GET", URL).wait() for _ in range(2)] == [0, 7 * SECOND]


@pytest.mark.parametrize(
    ("arguments", "cost", "error", "message"),
    [
        ((), 0, ValueError, "cost must be at least 1, got 0"),
        (("3/second; 5/minute",), 4, ValueError, "cost must be at least 1, and at most 3, as no more is ever granted"),
        ((), 1.5, TypeError, r"cost must be an int, got 1\.5"),
        ((), None, TypeError, "cost must be an int, got None"),
    ],
)
def test_a_cost_that_can_never_be_granted_is_told(arguments, cost, error, message):
    with pytest.raises(error, match=message):
        paced(*arguments, cost=cost)
    pace, _ = paced(*arguments, cost=lambda request: request)
    with pytest.raises(error, match=message):
        pace.turn("GET", URL, cost)


def test_a_wait_that_is_told_is_never_longer_than_a_server_is_believed():
    pace, clock = paced()
    fields = [("RateLimit-Policy", '"a";q=1;w=999999999999999'), ("RateLimit", '"a";r=1;t=10')]
    answered(pace, clock, 200, *fields)
    assert answered(pace, clock, 200) == (0, False)
    assert answered(pace, clock, 200) == (10 * SECOND, False)
    for passed in (0, 1, 3539):
        clock.now = (10 + passed) * SECOND
        with pytest.raises(WaitTooLong) as raised:
            pace.turn("GET", URL).wait()
        assert raised.value.wait == (3600 - passed) * SECOND
    clock.now = 3610 * SECOND
    assert pace.turn("GET", URL).wait() == 0


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
