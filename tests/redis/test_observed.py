"""A hook is told of decisions on Redis, and of those that on_error makes, with their reason."""

import pytest

from ratelimit import AsyncObservedLimiter, ObservedLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.sync_async import Async, Blocking

QUOTA = Quota.per_day(2)
NOBODY = "redis://127.0.0.1:1"


@pytest.fixture
def told():
    return []


@pytest.fixture
def observed(style, url, prefix, told):
    """Make a limiter of either kind that is observed."""

    def observed(address=url, **options):
        client = style.client(address)
        hook = lambda *said: told.append(said)  # noqa: E731
        if isinstance(style, Async):
            limiter = AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, **options)
            return Blocking(AsyncObservedLimiter(limiter, hook), style.loop)
        return ObservedLimiter(RedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, **options), hook)

    return observed


def test_each_key_of_many_is_a_decision(observed, told):
    decisions = observed().hit_many(key for key in "aaba")
    assert [(key, decision) for key, decision, *_ in told] == list(zip("aaba", decisions, strict=True))
    assert [error for *_, error in told] == [None] * 4
    assert len({seconds for *_, seconds, _ in told}) == 1


def test_a_refusal_that_is_remembered_is_told_too(observed, told):
    limiter = observed(remember=5)
    assert [limiter.allow("a") for _ in range(4)] == [True, True, False, False]
    assert [decision.allowed for _, decision, *_ in told] == [True, True, False, False]


@pytest.mark.parametrize("on_error", ["allow", "deny"])
def test_what_on_error_decides_is_told_as_degraded_with_the_error(style, observed, told, on_error):
    limiter = observed(NOBODY, on_error=on_error)
    limiter.allow("a")
    limiter.hit_many(["b", "c"])
    assert [(key, decision.allowed, decision.degraded) for key, decision, *_ in told] == [
        (key, on_error == "allow", True) for key in "abc"
    ]
    assert all(isinstance(error, style.errors.ConnectionError) for *_, error in told)


def test_an_error_that_is_raised_is_told(style, observed, told):
    limiter = observed(NOBODY)
    with pytest.raises(style.errors.ConnectionError) as caught:
        limiter.hit("a")
    with pytest.raises(style.errors.ConnectionError):
        limiter.hit_many(["b", "c"])
    assert told[0][:2] == ("a", None)
    assert told[0][3] is caught.value
    assert [(key, decision) for key, decision, *_ in told[1:]] == [("b", None), ("c", None)]


def test_one_key_where_several_belong_is_still_an_error(observed):
    with pytest.raises(TypeError, match="keys must be several, got the one 'user'"):
        observed().hit_many("user")
