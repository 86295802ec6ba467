"""Every key expires when its state no longer matters, not before and not much later."""

import pytest

from katas.grader.redis.servers.ttl import expires
from katas.grader.redis.servers.wait_until import until
from ratelimit import FixedWindow, Quota, TokenBucket
from tests.redis.algorithms import ALGORITHMS, WINDOWS

GRACE = 3000  # ms
QUOTAS = [
    "100/s",
    "3/minute",
    "1/second",
    "7/365d",
    "100000/h",
    "1/ms",
    "100/s burst 10",
    "1/h burst 5",
    "2/3us burst 9",
]


@pytest.fixture
def keys(client, prefix):
    """Look up all keys of the test: their values and when they expire, in ms."""

    def keys():
        return {
            key: (client.dump(key), expires(client, key)) for key in client.scan_iter(match=f"{prefix}*", count=1000)
        }

    return keys


def milliseconds(client):
    seconds, microseconds = client.time()
    return seconds * 1000 + microseconds / 1000


def lasts(algorithm, quota):
    """Return the ms that an empty bucket, or two windows, take to be fresh."""
    return (2 * quota.period if algorithm in WINDOWS else quota.burst * quota.period / quota.limit) / 1_000_000


@pytest.mark.parametrize("text", QUOTAS)
def test_each_grant_makes_the_key_last_as_long_as_it_matters(make, client, keys, manual_clock, text):
    for algorithm in ALGORITHMS:
        quota = Quota.parse(text)
        if algorithm in WINDOWS and quota.burst != quota.limit:
            continue
        limiter, known = make(algorithm, quota), set(keys())
        cost = max(1, quota.burst // 3)
        for _ in range(3):
            before = milliseconds(client)
            hit, *_ = limiter.hit_many(["key"], cost)
            after = milliseconds(client)
            manual_clock.now += quota.period // 7
            [expiry] = [expiry for key, (_, expiry) in keys().items() if key not in known]
            assert not hit or before + hit.reset_after / 1_000_000 <= expiry
            assert expiry <= after + lasts(algorithm, quota) + GRACE


def test_the_servers_time_makes_it_last_as_long(algorithm, make, client, keys):
    quota = Quota.per_minute(100)
    limiter = make(algorithm, quota, clock=None)
    before = milliseconds(client)
    hit = limiter.hit("key", 90)
    after = milliseconds(client)
    [(_, expiry)] = keys().values()
    assert before + hit.reset_after / 1_000_000 <= expiry <= after + lasts(algorithm, quota) + GRACE


def test_a_refusal_changes_no_key_value_or_expiry(algorithm, make, keys, manual_clock):
    limiter = make(algorithm, Quota.per_hour(4))
    limiter.hit("key", 3)
    before = keys()
    assert len(before) == 1
    for _ in range(3):
        manual_clock.now += 1_000_000_000
        assert not limiter.hit("key", 4)
        assert not limiter.allow("key", 3)
        assert not any(limiter.hit_many(["key", "key"], 2))
        assert keys() == before


def test_a_peek_makes_and_changes_no_key(algorithm, make, keys):
    limiter = make(algorithm, Quota.per_hour(4))
    limiter.peek("key")
    assert not keys()
    limiter.hit("key")
    before = keys()
    limiter.peek("key")
    assert keys() == before


def test_a_reset_leaves_no_key(algorithm, make, keys):
    limiter = make(algorithm, Quota.per_hour(4))
    limiter.hit("key")
    limiter.reset("key")
    limiter.reset("unknown")
    assert not keys()


def test_a_bucket_that_fills_within_milliseconds_still_limits(make, keys):
    """An expiry rounded down to 0 s deletes the key at once, and 50 of 50 are granted."""
    limiter = make(TokenBucket, Quota.per_second(100, burst=10))
    assert sum(limiter.allow("key") for _ in range(50)) == 10
    assert len(keys()) == 1


def test_a_key_is_gone_soon_after_it_no_longer_matters(make, keys):
    for algorithm in ALGORITHMS:
        make(algorithm, Quota.parse("5/200ms"), clock=None).hit("key")
    assert len(keys()) == len(ALGORITHMS)
    until(lambda: not keys())


def test_a_year_is_not_too_long_nor_an_expiry_in_the_past(make, client, prefix):
    limiter = make(FixedWindow, Quota.parse("3/52w"), clock=None)
    assert [limiter.allow("key") for _ in range(5)] == [True] * 3 + [False] * 2
    [key] = client.scan_iter(match=f"{prefix}*")
    assert client.pttl(key) > 0
