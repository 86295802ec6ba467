"""While a server is away, few requests wait for it."""

import logging
from contextlib import suppress
from threading import Thread

import pytest

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis.circuit_breaker import FIRST_PAUSE, CircuitBreaker
from tests.redis.conftest import NOON

MAX_PAUSE = 8 * FIRST_PAUSE
ERROR = ConnectionError("gone")
ME = object()


@pytest.fixture
def breaker(manual_clock):
    return CircuitBreaker(" at nowhere", MAX_PAUSE, manual_clock)


def opened(breaker, manual_clock, pause):
    """Return whether it is open for exactly the pause, then lets one request through, and is open again."""
    manual_clock.now += pause - 1
    early = breaker.allows_request(ME)
    manual_clock.now += 1
    return (early, breaker.allows_request(ME), breaker.allows_request(ME)) == (False, True, False)


def test_it_lets_all_through_until_one_fails(breaker):
    assert all(breaker.allows_request(ME) for _ in range(100))
    breaker.failed(ERROR)
    assert not any(breaker.allows_request(ME) for _ in range(100))


def test_it_lets_one_try_after_each_pause_and_pauses_grow(breaker, manual_clock):
    breaker.failed(ERROR)
    for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, MAX_PAUSE, MAX_PAUSE, MAX_PAUSE):
        assert opened(breaker, manual_clock, pause)
        breaker.failed(ERROR)


def test_one_request_at_a_time_tries_however_long_that_takes(breaker, manual_clock):
    breaker.failed(ERROR)
    manual_clock.now += FIRST_PAUSE
    assert breaker.allows_request(ME)
    manual_clock.now += 100 * MAX_PAUSE
    assert not any(breaker.allows_request(ME) for _ in range(100))


def test_a_try_that_was_interrupted_is_followed_by_another(breaker, manual_clock):
    breaker.failed(ERROR)
    manual_clock.now += FIRST_PAUSE
    for _ in range(3):
        assert breaker.allows_request(ME)
        assert not breaker.allows_request(ME)
        breaker.abandoned(ME)


def test_failures_of_requests_already_sent_do_not_make_the_pause_longer(breaker, manual_clock):
    for _ in range(50):
        breaker.failed(ERROR)
    assert opened(breaker, manual_clock, FIRST_PAUSE)


def test_it_closes_as_soon_as_one_succeeded_and_starts_from_the_first_pause(breaker, manual_clock):
    for _ in range(3):
        breaker.failed(ERROR)
        assert opened(breaker, manual_clock, FIRST_PAUSE)
        breaker.succeeded()
        assert all(breaker.allows_request(ME) for _ in range(10))


def test_it_is_never_open_for_longer_than_it_should_be():
    manual_clock = Dial(NOON)
    breaker = CircuitBreaker("", FIRST_PAUSE // 10, manual_clock)
    for _ in range(3):
        breaker.failed(ERROR)
        assert opened(breaker, manual_clock, FIRST_PAUSE // 10)


def test_it_logs_once_when_it_opens_and_once_when_it_closes(breaker, manual_clock, caplog):
    for _ in range(2):
        breaker.succeeded()
        breaker.failed(ERROR)
        breaker.failed(ERROR)
        manual_clock.now += MAX_PAUSE
        breaker.allows_request(ME)
        breaker.failed(ERROR)
        breaker.succeeded()
        breaker.succeeded()
    logged = [
        ("ratelimit.redis", logging.WARNING, "Redis at nowhere is away, on_error decides meanwhile: gone"),
        ("ratelimit.redis", logging.WARNING, "Redis at nowhere is back"),
    ]
    assert caplog.record_tuples == logged * 2


def test_few_of_many_requests_wait_for_a_server_that_does_not_answer(style, make, proxy, caplog):
    client = style.client(proxy.connection_url, socket_timeout=0.05)
    limiter = make(TokenBucket, Quota.per_day(1000), client, on_error="deny", pause=0.2)
    assert limiter.hit("key")
    before, proxy.hold = proxy.connections, 1 << 30
    assert not any(limiter.hit("key") for _ in range(500))
    assert proxy.connections - before <= 50
    proxy.free()
    until(lambda: limiter.hit("key"))
    assert all(limiter.hit("key") for _ in range(20))
    assert [message.partition(",")[0] for *_, message in caplog.record_tuples] == ["Redis is away", "Redis is back"]


def test_few_of_many_requests_try_to_connect_to_a_dead_server(style, make, proxy, server):
    limiter = make(TokenBucket, Quota.per_day(1000), style.client(proxy.connection_url), on_error="allow", pause=0.2)
    limiter.hit("key")
    server.stop()
    before = proxy.connections
    assert all(limiter.hit("key") for _ in range(500))
    assert proxy.connections - before <= 50
    server.start()
    until(lambda: limiter.hit("key").remaining)
    limiter.reset("key")


def test_each_request_asks_if_errors_are_raised(style, make, proxy):
    client = style.client(proxy.connection_url, socket_timeout=0.02)
    limiter = make(TokenBucket, Quota.per_day(1000), client)

    def is_answered():
        with suppress(style.library.TimeoutError):  # a machine may be that busy
            return limiter.hit("key").allowed
        return False

    until(is_answered)
    before, proxy.hold = proxy.connections, 1 << 30
    for _ in range(10):
        with pytest.raises(style.library.TimeoutError):
            limiter.hit("key")
    until(lambda: proxy.connections - before == 9)  # one was there


@pytest.mark.parametrize("pool", ["ConnectionPool", "BlockingConnectionPool"])
def test_an_exhausted_pool_is_not_taken_for_a_server_that_is_away(pool, style, make, proxy, caplog):
    """... so whatever on_error says, that one request raises, and the next one asks."""
    waits = {"timeout": 0.05} if pool == "BlockingConnectionPool" else {}
    connections = getattr(style.library, pool).from_url(proxy.connection_url, max_connections=1, **waits)
    client = style.keep(style.library.Redis(connection_pool=connections))
    limiter = make(TokenBucket, Quota.per_day(1000), client, on_error="allow", pause=60)
    limiter.hit("key")
    before, proxy.hold = proxy.replies, 1
    asker = Thread(target=limiter.hit, args=("key",), daemon=True)
    asker.start()
    until(lambda: proxy.replies > before)
    with pytest.raises(style.library.ConnectionError):
        limiter.hit("key")
    proxy.free()
    asker.join(20)
    assert limiter.hit("key").remaining == 997
    assert not caplog.records


def test_an_argument_that_cannot_be_sent_raises_and_opens_no_breaker(make):
    limiter = make(TokenBucket, Quota.per_day(1000), on_error="deny", pause=60)
    for _ in range(2):
        for never in (True, 1.0, "1"):
            with pytest.raises(TypeError, match="cost must be an int, got"):
                limiter.hit("key", never)
        assert limiter.hit("key")


def test_an_error_reply_is_logged_once_in_a_pause(style, make, admin, caplog):
    admin.execute_command("ACL SETUSER", "reader", "on", ">secret", "~*", "+@read", "+evalsha", "+eval")
    url = admin.connection_pool.connection_kwargs
    client = style.client(f"redis://reader:secret@{url['host']}:{url['port']}")
    limiter = make(TokenBucket, Quota.per_day(1), client, on_error="allow", pause=60)
    assert all(limiter.hit("key") for _ in range(5))
    logged = [message for name, _, message in caplog.record_tuples if name == "ratelimit.redis"]
    assert len(logged) == 1
    assert "Redis could not decide, on_error does: " in logged[0]
