"""While Redis is away, the caller soon gets what it chose; when Redis is back, so is the limiter."""

import os
import signal
from contextlib import contextmanager
from time import monotonic

import pytest

from ratelimit import Decision, MemoryLimiter, Quota, TokenBucket
from tests.redis.algorithms import ALGORITHMS

QUOTA = Quota.per_day(2)
NOBODY = "redis://127.0.0.1:1"
HANGS = 20  # seconds: no time-out here is longer than 1


@contextmanager
def stopped(admin):
    """A server that accepts connections and requests, and does not answer."""
    process = admin.info("server")["process_id"]
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_a_server_that_does_not_answer_is_a_time_out_and_answers_when_it_wakes(style, server, admin, make):
    limiter = make(TokenBucket, QUOTA, style.client(server.connection_url, socket_timeout=0.1))
    limiter.hit("known")
    with stopped(admin):
        start = monotonic()
        for call in limiter.hit, limiter.allow, limiter.peek, limiter.reset:
            with pytest.raises(style.errors.TimeoutError):
                call("key")
        with pytest.raises(style.errors.TimeoutError):
            limiter.hit_many(["key", "other"])
        assert monotonic() - start < HANGS
    assert limiter.peek("known").remaining == 1
    assert limiter.hit("new").remaining == 1


def test_a_dead_server_is_an_error_and_is_asked_again_by_each_request(style, server, proxy, make):
    limiter = make(TokenBucket, QUOTA, style.client(proxy.connection_url))
    limiter.hit("key")
    server.stop()
    before, start = proxy.connections, monotonic()
    for _ in range(20):
        with pytest.raises(style.errors.ConnectionError):
            limiter.hit("key")
    assert proxy.connections - before >= 19  # the first may still go out on the connection that is being closed
    assert monotonic() - start < HANGS


def test_a_port_nothing_listens_on_is_an_error_within_the_clients_time_outs(style, make):
    limiter = make(TokenBucket, QUOTA, style.client(NOBODY))
    start = monotonic()
    for call in limiter.hit, limiter.peek, limiter.reset:
        with pytest.raises(style.errors.ConnectionError):
            call("key")
    assert monotonic() - start < HANGS


def test_after_a_restart_idle_connections_cost_no_error_and_keys_are_as_new(server, make, own_client):
    limiters = [make(algorithm, QUOTA, own_client) for algorithm in ALGORITHMS]
    for limiter in limiters:
        assert [limiter.allow("key") for _ in range(3)] == [True, True, False]
    server.stop()
    server.start()
    for limiter in limiters:
        assert [limiter.allow("key") for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("on_error", "expected"),
    [
        ("allow", Decision(allowed=True, remaining=0, retry_after=0, reset_after=0, delay=0)),
        ("deny", Decision(allowed=False, remaining=0, retry_after=7_000_000_000, reset_after=7_000_000_000, delay=0)),
    ],
)
def test_on_error_decides_and_says_when_to_come_back(style, on_error, expected, make):
    limiter = make(TokenBucket, QUOTA, style.client(NOBODY), on_error=on_error, pause=7)
    for _ in range(3):
        assert limiter.hit("key") == limiter.peek("key") == expected
        assert limiter.allow("key") is expected.allowed
        assert limiter.hit_many(["a", "b", "a"]) == [expected] * 3
        with pytest.raises(style.library.RedisError):
            limiter.reset("key")
    with pytest.raises(ValueError, match="got 3"):
        limiter.hit("key", 3)
    with pytest.raises(TypeError, match="got 5"):
        limiter.hit(5)


@pytest.mark.parametrize(
    "on_error", ["allow", "deny", MemoryLimiter(TokenBucket, QUOTA)], ids=["allow", "deny", "limiter"]
)
def test_what_on_error_decides_is_marked_with_its_reason(style, on_error, make, own_client):
    away = make(TokenBucket, QUOTA, style.client(NOBODY), on_error=on_error)
    for decision in (away.hit("key"), away.peek("key"), *away.hit_many(["key", "b"])):
        assert decision.degraded
        assert isinstance(decision.error, (style.errors.ConnectionError, OSError))
    decided = [make(TokenBucket, QUOTA, own_client, on_error=on_error).hit("key") for _ in range(3)]
    assert [(decision.degraded, decision.error) for decision in decided] == [(False, None)] * 3


def test_a_limiter_in_memory_stands_in(algorithm, style, manual_clock, make):
    stand_in = MemoryLimiter(algorithm, QUOTA, manual_clock)
    assert make(algorithm, QUOTA, on_error=stand_in).hit("key").remaining == 1
    limiter = make(algorithm, QUOTA, style.client(NOBODY), on_error=stand_in)
    assert limiter.peek("key").remaining == 2
    assert [hit[:2] for hit in limiter.hit_many(["key"] * 3)] == [(True, 1), (True, 0), (False, 0)]
    assert limiter.hit("key") == limiter.peek("key") == stand_in.peek("key")
    with pytest.raises(style.library.RedisError):
        limiter.reset("key")
    assert limiter.hit("key", 2)


def test_an_error_in_the_stand_in_is_the_callers(style, make):
    stand_in = MemoryLimiter(TokenBucket, QUOTA, dict)
    limiter = make(TokenBucket, QUOTA, style.client(NOBODY), on_error=stand_in)
    with pytest.raises(TypeError, match=r"clock must return whole nanoseconds, as time.monotonic_ns does, got \{\}"):
        limiter.hit("key", 2)


def test_a_limiter_may_be_made_while_redis_is_away(server, make, own_client):
    client = own_client
    server.stop()
    limiter = make(TokenBucket, QUOTA, client)
    server.start()
    assert limiter.hit("key")
