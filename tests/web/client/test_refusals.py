"""What a server says when it refuses: when a request is repeated, and what waits meanwhile."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import Quota
from ratelimit.web.client import WaitTooLong
from tests.web.client.paced import SECOND, URL, answered, left, paced


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
