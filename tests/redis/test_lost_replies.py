"""A decision of which nothing was heard was perhaps made: it is not made again."""

from threading import Thread

import pytest
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004

from ratelimit import Quota, TokenBucket
from tests.redis.algorithms import ALGORITHMS

QUOTA = Quota.per_day(10)


@pytest.fixture
def eager(style, wire):
    """A client with the retries that redis-py gives it by default: ten."""
    return style.keep(style.library.Redis(host=wire.host, port=wire.port))


@pytest.mark.parametrize("call", ["hit", "allow", "hit_many"])
def test_a_decision_whose_reply_is_lost_is_made_once(eager, wire, call, make):
    limiter = make(TokenBucket, QUOTA, eager)
    limiter.hit("key")
    wire.cut = 1
    with pytest.raises(ConnectionError):
        getattr(limiter, call)(["key"] if call == "hit_many" else "key")
    assert limiter.peek("key").remaining == 8


def test_the_client_itself_would_have_repeated_it(style, eager, wire):
    """... so the test above proves something."""
    count = style.driven(eager)
    count.incr("count")
    wire.cut = 1
    count.incr("count")
    assert int(count.get("count")) == 3


def test_on_error_answers_for_a_lost_reply(eager, wire, make):
    limiter = make(TokenBucket, QUOTA, eager, on_error="deny")
    limiter.hit("key")
    wire.cut = 1
    assert not limiter.hit("key")
    raising = make(TokenBucket, QUOTA, eager)
    assert raising.peek("key").remaining == 8


def test_a_reset_whose_reply_is_lost_raises(eager, wire, make):
    limiter = make(TokenBucket, QUOTA, eager, on_error="allow")
    limiter.hit("key")
    wire.cut = 1
    with pytest.raises(ConnectionError):
        limiter.reset("key")


def test_a_reply_that_comes_too_late_is_not_taken_for_another(style, wire, make):
    client = style.client(wire.connection_url, socket_timeout=0.1, max_connections=1)
    limiter = make(TokenBucket, QUOTA, client)
    limiter.hit("key", 10)
    wire.hold = 1
    with pytest.raises(TimeoutError):
        limiter.hit("key")
    wire.free()
    assert limiter.hit("new").remaining == 9


def test_connections_killed_in_mid_traffic_spend_nothing_twice(admin, make, own):
    """What was heard of is spent, and nothing is but what was heard of or raised; and never more than the limit."""
    client = own
    limiters = [make(algorithm, QUOTA, client) for algorithm in ALGORITHMS]
    rounds, told = range(15), []

    def ask():
        for key in rounds:
            for limiter in limiters:
                for _ in range(3):
                    try:
                        told.append((limiter, key, limiter.allow(str(key))))
                    except ConnectionError:
                        told.append((limiter, key, None))

    askers = [Thread(target=ask, daemon=True) for _ in range(4)]
    for asker in askers:
        asker.start()
    killed = 0
    while any(asker.is_alive() for asker in askers):
        killed += admin.client_kill_filter(_type="normal", skipme=True)
    assert len(told) == 4 * len(rounds) * len(limiters) * 3
    assert killed > 10
    for limiter in limiters:
        for key in rounds:
            heard = [answer for asked, about, answer in told if asked is limiter and about == key]
            spent = 10 - limiter.peek(str(key)).remaining
            assert heard.count(True) <= spent <= min(10, heard.count(True) + heard.count(None))
    assert any(answer is None for *_, answer in told)
