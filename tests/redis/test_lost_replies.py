"""A decision whose reply is lost may have been made: it is not made again."""

from threading import Thread

import pytest

from ratelimit import Quota, TokenBucket
from tests.redis.algorithms import ALGORITHMS

QUOTA = Quota.per_day(10)


@pytest.fixture
def retrying_client(style, proxy):
    """A client with ten retries, which redis-py gives it by default, and valkey-py if told to."""
    retry = style.library.retry.Retry(style.package.backoff.NoBackoff(), 10)
    return style.keep(
        style.library.Redis(
            host=proxy.host, port=proxy.port, retry=retry, retry_on_error=[style.errors.ConnectionError]
        )
    )


@pytest.mark.parametrize("call", ["hit", "allow", "hit_many"])
def test_a_decision_whose_reply_is_lost_is_made_once(style, retrying_client, proxy, call, make):
    limiter = make(TokenBucket, QUOTA, retrying_client)
    limiter.hit("key")
    proxy.cut = 1
    with pytest.raises(style.errors.ConnectionError):
        getattr(limiter, call)(["key"] if call == "hit_many" else "key")
    assert limiter.peek("key").remaining == 8


def test_the_client_itself_would_have_repeated_it(style, retrying_client, proxy):
    """... so the test above proves something."""
    count = style.blocking(retrying_client)
    count.incr("count")
    proxy.cut = 1
    count.incr("count")
    assert int(count.get("count")) == 3


def test_on_error_answers_for_a_lost_reply(retrying_client, proxy, make):
    limiter = make(TokenBucket, QUOTA, retrying_client, on_error="deny")
    limiter.hit("key")
    proxy.cut = 1
    assert not limiter.hit("key")
    raising = make(TokenBucket, QUOTA, retrying_client)
    assert raising.peek("key").remaining == 8


def test_a_reset_whose_reply_is_lost_raises(style, retrying_client, proxy, make):
    limiter = make(TokenBucket, QUOTA, retrying_client, on_error="allow")
    limiter.hit("key")
    proxy.cut = 1
    with pytest.raises(style.errors.ConnectionError):
        limiter.reset("key")


def test_a_reply_that_comes_too_late_is_not_taken_for_another(style, proxy, make):
    client = style.client(proxy.connection_url, socket_timeout=0.1, max_connections=1)
    limiter = make(TokenBucket, QUOTA, client)
    limiter.hit("key", 10)
    proxy.hold = 1
    with pytest.raises(style.errors.TimeoutError):
        limiter.hit("key")
    proxy.free()
    assert limiter.hit("new").remaining == 9


def test_connections_killed_during_traffic_spend_nothing_twice(style, admin, make, own_client):
    """What is spent is what was granted, or raised, and never more than the limit."""
    client = own_client
    limiters = [make(algorithm, QUOTA, client) for algorithm in ALGORITHMS]
    rounds, outcomes = range(15), []

    def ask():
        for key in rounds:
            for limiter in limiters:
                for _ in range(3):
                    try:
                        outcomes.append((limiter, key, limiter.allow(str(key))))
                    except style.errors.ConnectionError:
                        outcomes.append((limiter, key, None))

    askers = [Thread(target=ask, daemon=True) for _ in range(4)]
    for asker in askers:
        asker.start()
    killed = 0
    while any(asker.is_alive() for asker in askers):
        killed += admin.client_kill_filter(_type="normal", skipme=True)
    assert len(outcomes) == 4 * len(rounds) * len(limiters) * 3
    assert killed > 10
    for limiter in limiters:
        for key in rounds:
            answers = [answer for asker, about, answer in outcomes if asker is limiter and about == key]
            spent = 10 - limiter.peek(str(key)).remaining
            assert answers.count(True) <= spent <= min(10, answers.count(True) + answers.count(None))
    assert any(answer is None for *_, answer in outcomes)
