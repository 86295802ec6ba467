"""A limiter on Redis says what it is, and keeps the server's password to itself."""

import copy
import pickle

import pytest
import redis
import redis.asyncio

from ratelimit import GCRA, FixedWindow, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

QUOTA = Quota.parse("100/minute burst 20")
URL = "redis://:secret@127.0.0.1:1"
both = pytest.mark.parametrize(
    ("kind", "client"), [(RedisLimiter, redis.Redis), (AsyncRedisLimiter, redis.asyncio.Redis)]
)


@both
def test_its_repr_names_algorithm_quota_and_prefix_and_no_password(kind, client):
    limiter = kind(TokenBucket, QUOTA, client.from_url(URL), prefix="api")
    assert repr(limiter) == f"{kind.__name__}(TokenBucket, Quota.parse('100/minute burst 20'), prefix='api')"


@both
def test_its_quota_is_the_one_it_was_made_with(kind, client):
    assert kind(TokenBucket, QUOTA, client.from_url(URL)).quota is QUOTA


@both
@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_is_not_copied_and_says_what_to_do_instead(kind, client, duplicate):
    with pytest.raises(TypeError, match=f"{kind.__name__} can't be pickled or copied.*: make one in each process"):
        duplicate(kind(TokenBucket, QUOTA, client.from_url(URL)))


@both
def test_a_stand_in_that_can_grant_less_at_once_is_refused_when_the_limiter_is_made(kind, client):
    stand_in = MemoryLimiter(TokenBucket, Quota.per_minute(25, burst=19))
    with pytest.raises(ValueError, match="on_error must be") as caught:
        kind(TokenBucket, QUOTA, client.from_url(URL), on_error=stand_in)
    assert str(caught.value) == (
        "on_error must be a limiter that can grant 20 units at once, as this one can, "
        "got one of Quota.parse('25/minute burst 19'): give it a burst of 20"
    )
    with pytest.raises(ValueError, match="on_error must be"):
        kind(
            FixedWindow,
            Quota.per_minute(100),
            client.from_url(URL),
            on_error=MemoryLimiter(FixedWindow, Quota.per_minute(25)),
        )


@both
def test_a_stand_in_with_a_share_of_the_rate_and_all_of_the_burst_will_do(kind, client):
    for algorithm in (TokenBucket, GCRA):
        kind(
            TokenBucket, QUOTA, client.from_url(URL), on_error=MemoryLimiter(algorithm, Quota.per_minute(25, burst=20))
        )


@both
@pytest.mark.parametrize("name", ["time", "monotonic", "perf_counter"])
def test_a_clock_that_counts_seconds_is_refused(kind, client, name):
    with pytest.raises(TypeError, match=f"got time.{name}, which counts seconds: use time.{name}_ns"):
        kind(TokenBucket, QUOTA, client.from_url(URL), clock=getattr(__import__("time"), name))


@both
def test_a_period_meant_in_seconds_is_refused_with_the_remedy(kind, client):
    with pytest.raises(ValueError, match="period must be") as caught:
        kind(TokenBucket, Quota(100, 60), client.from_url(URL))
    assert str(caught.value) == (
        "period must be at least 1 ms unless a clock is given, got 60 ns: "
        "if seconds are meant, write Quota.parse('100/minute')"
    )
