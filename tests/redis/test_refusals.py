"""A refusal that is remembered saves asking, and is never wrong."""

from threading import Thread

import pytest

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket

SECOND = 1_000_000  # us
QUOTA = Quota.per_day(1)


@pytest.fixture
def asked(wire):
    """Count the questions since it was last asked."""
    before = [0]

    def asked():
        replies, before[0] = wire.replies - before[0], wire.replies
        return replies

    return asked


@pytest.fixture
def wired(style, wire):
    return style.client(wire.connection_url)


def test_an_attack_of_ten_thousand_costs_one_command_a_second(make, own, admin, hand):
    limiter = make(TokenBucket, QUOTA, own, remember=10)
    limiter.hit("key")
    admin.config_resetstat()
    for _ in range(10_000):
        assert not limiter.allow("key")
        hand.now += 350
    assert admin.info("commandstats")["cmdstat_evalsha"]["calls"] == 4


def test_without_remembering_each_costs_one(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired)
    limiter.hit("key")
    asked()
    for _ in range(10):
        assert not limiter.allow("key")
    assert asked() == 10


def test_a_dearer_request_is_refused_too_and_a_cheaper_one_asks(make, wired, asked):
    limiter = make(TokenBucket, Quota.per_day(3), wired, remember=10)
    limiter.hit("key", 2)
    refused = limiter.hit("key", 2)
    asked()
    assert limiter.hit("key", 2) == refused
    assert limiter.hit("key", 3) == refused
    assert limiter.hit_many(["key", "key"], 3) == [refused] * 2
    assert asked() == 0
    assert limiter.hit("key")
    assert asked() == 1


def test_a_peek_always_asks(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    limiter.hit("key")
    asked()
    limiter.peek("key")
    assert asked() == 1


def test_a_refusal_is_believed_for_one_second_at_most(make, wired, hand, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    first = limiter.hit("key")
    asked()
    hand.now += SECOND - 1
    assert limiter.hit("key").retry_after == first.retry_after - SECOND + 1
    assert asked() == 0
    hand.now += 1
    assert limiter.hit("key").retry_after == first.retry_after - SECOND
    assert asked() == 1


@pytest.mark.parametrize("wait", [1, 2, 1000])
def test_a_wait_is_over_when_it_is_over(make, hand, wait):
    limiter = make(TokenBucket, Quota(1, wait * 1000), remember=10)
    limiter.hit("key")
    for passed in range(wait):
        assert limiter.hit("key").retry_after == wait - passed
        hand.now += 1
    assert limiter.hit("key")


def test_a_reset_by_the_same_limiter_is_seen_at_once(algorithm, make):
    limiter = make(algorithm, QUOTA, remember=10)
    for _ in range(3):
        assert [limiter.allow("key") for _ in range(3)] == [True, False, False]
        limiter.reset("key")


def test_a_reset_that_overtakes_a_refusal_is_seen_too(make, wired, wire):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    before, wire.hold, told = wire.replies, 1, []
    asker = Thread(target=lambda: told.append(limiter.hit("key")), daemon=True)
    asker.start()
    until(lambda: wire.replies > before)
    limiter.reset("key")
    wire.free()
    asker.join(20)
    assert [hit.allowed for hit in told] == [False]
    assert limiter.hit("key")


def test_no_more_keys_are_remembered_than_it_says(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=3)
    for key in "abcd":
        limiter.hit(key)
        limiter.hit(key)
    asked()
    for key in "bcd":
        assert not limiter.hit(key)
    assert asked() == 0
    assert not limiter.hit("a")
    assert asked() == 1
    assert not limiter.hit("c")
    assert asked() == 0
    assert not limiter.hit("b")
    assert asked() == 1


def test_a_changed_quota_begins_anew(make):
    for limit in (1, 2):
        limiter = make(TokenBucket, Quota.per_day(limit), remember=10)
        assert [limiter.allow("key") for _ in range(limit + 1)] == [True] * limit + [False]


def test_what_is_remembered_stands_while_redis_is_away_and_nothing_else_is(make, wired, server):
    limiter = make(TokenBucket, QUOTA, wired, remember=10, on_error="allow")
    denying = make(TokenBucket, QUOTA, wired, remember=10, on_error="deny", pause=0.1)
    limiter.hit("spent")
    assert not limiter.hit("spent")
    server.stop()
    assert not limiter.hit("spent")
    assert limiter.hit("new")
    assert not denying.hit("new")
    server.start()
    until(lambda: denying.hit("new"))
