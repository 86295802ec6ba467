"""While a server is away, few requests pay for it."""

import logging
from threading import Thread

import pytest

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis.circuit import FIRST, Circuit
from tests.redis.conftest import NOON

LONGEST = 8 * FIRST
ERROR = ConnectionError("gone")


@pytest.fixture
def circuit(hand):
    return Circuit(" at nowhere", LONGEST, hand)


def opened(circuit, hand, pause):
    """Say whether it is open for exactly the pause, then lets one request through, and is open again."""
    hand.now += pause - 1
    early = circuit.lets_through()
    hand.now += 1
    return (early, circuit.lets_through(), circuit.lets_through()) == (False, True, False)


def test_it_lets_all_through_until_one_fails(circuit):
    assert all(circuit.lets_through() for _ in range(100))
    circuit.failed(ERROR)
    assert not any(circuit.lets_through() for _ in range(100))


def test_it_lets_one_try_now_and_then_more_and_more_seldom(circuit, hand):
    circuit.failed(ERROR)
    for pause in (FIRST, 2 * FIRST, 4 * FIRST, LONGEST, LONGEST, LONGEST):
        assert opened(circuit, hand, pause)
        circuit.failed(ERROR)


def test_one_tries_at_a_time_however_long_that_takes(circuit, hand):
    circuit.failed(ERROR)
    hand.now += FIRST
    assert circuit.lets_through()
    hand.now += 100 * LONGEST
    assert not any(circuit.lets_through() for _ in range(100))


def test_a_try_that_was_interrupted_is_followed_by_another(circuit, hand):
    circuit.failed(ERROR)
    hand.now += FIRST
    for _ in range(3):
        assert circuit.lets_through()
        assert not circuit.lets_through()
        circuit.given_up()


def test_failures_of_requests_that_were_under_way_do_not_make_it_longer(circuit, hand):
    for _ in range(50):
        circuit.failed(ERROR)
    assert opened(circuit, hand, FIRST)


def test_it_closes_as_soon_as_one_worked_and_begins_anew(circuit, hand):
    for _ in range(3):
        circuit.failed(ERROR)
        assert opened(circuit, hand, FIRST)
        circuit.worked()
        assert all(circuit.lets_through() for _ in range(10))


def test_it_is_never_open_for_longer_than_it_should_be():
    hand = Dial(NOON)
    circuit = Circuit("", FIRST // 10, hand)
    for _ in range(3):
        circuit.failed(ERROR)
        assert opened(circuit, hand, FIRST // 10)


def test_it_tells_once_when_it_opens_and_once_when_it_closes(circuit, hand, caplog):
    for _ in range(2):
        circuit.worked()
        circuit.failed(ERROR)
        circuit.failed(ERROR)
        hand.now += LONGEST
        circuit.lets_through()
        circuit.failed(ERROR)
        circuit.worked()
        circuit.worked()
    told = [
        ("ratelimit.redis", logging.WARNING, "Redis at nowhere is away, on_error decides meanwhile: gone"),
        ("ratelimit.redis", logging.WARNING, "Redis at nowhere is back"),
    ]
    assert caplog.record_tuples == told * 2


def test_few_of_many_requests_wait_for_a_server_that_says_nothing(style, make, wire, caplog):
    client = style.client(wire.connection_url, socket_timeout=0.05)
    limiter = make(TokenBucket, Quota.per_day(1000), client, on_error="deny", pause=0.2)
    assert limiter.hit("key")
    before, wire.hold = wire.connections, 1 << 30
    assert not any(limiter.hit("key") for _ in range(500))
    assert wire.connections - before <= 50
    wire.free()
    until(lambda: limiter.hit("key"))
    assert all(limiter.hit("key") for _ in range(20))
    assert [message.partition(",")[0] for *_, message in caplog.record_tuples] == ["Redis is away", "Redis is back"]


def test_few_of_many_requests_knock_at_a_dead_server(style, make, wire, server):
    limiter = make(TokenBucket, Quota.per_day(1000), style.client(wire.connection_url), on_error="allow", pause=0.2)
    limiter.hit("key")
    server.stop()
    before = wire.connections
    assert all(limiter.hit("key") for _ in range(500))
    assert wire.connections - before <= 50
    server.start()
    until(lambda: limiter.hit("key").remaining)
    limiter.reset("key")


def test_each_request_asks_if_errors_are_raised(style, make, wire):
    client = style.client(wire.connection_url, socket_timeout=0.02)
    limiter = make(TokenBucket, Quota.per_day(1000), client)
    limiter.hit("key")
    before, wire.hold = wire.connections, 1 << 30
    for _ in range(10):
        with pytest.raises(style.library.TimeoutError):
            limiter.hit("key")
    until(lambda: wire.connections - before == 9)  # one was there


@pytest.mark.parametrize("pool", ["ConnectionPool", "BlockingConnectionPool"])
def test_a_pool_that_is_used_up_is_no_server_that_is_away(pool, style, make, wire, caplog):
    """... so whatever on_error says, it is told to the one request, and the next asks."""
    waits = {"timeout": 0.05} if pool == "BlockingConnectionPool" else {}
    connections = getattr(style.library, pool).from_url(wire.connection_url, max_connections=1, **waits)
    client = style.keep(style.library.Redis(connection_pool=connections))
    limiter = make(TokenBucket, Quota.per_day(1000), client, on_error="allow", pause=60)
    limiter.hit("key")
    before, wire.hold = wire.replies, 1
    asker = Thread(target=limiter.hit, args=("key",), daemon=True)
    asker.start()
    until(lambda: wire.replies > before)
    with pytest.raises(style.library.ConnectionError):
        limiter.hit("key")
    wire.free()
    asker.join(20)
    assert limiter.hit("key").remaining == 997
    assert not caplog.records


def test_an_argument_that_cannot_be_sent_is_told_to_its_caller_alone(make):
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
    told = [message for name, _, message in caplog.record_tuples if name == "ratelimit.redis"]
    assert len(told) == 1
    assert "Redis could not decide, on_error does: " in told[0]
