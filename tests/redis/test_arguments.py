"""Bad arguments raise at once, with the value and the bound; and an error leaves no trace."""

import math

import pytest
import redis
import redis.asyncio

from ratelimit import AsyncMemoryLimiter, MemoryLimiter, Quota, SlidingWindowCounter, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.algorithms import WINDOWS

TOP = 1 << 51
QUOTA = Quota.per_day(2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prefix": "a{b"}, r"prefix must be text without braces, got 'a\{b'"),
        ({"prefix": "a}b"}, r"prefix must be text without braces, got 'a\}b'"),
        ({"prefix": b"a"}, "prefix must be text without braces, got b'a'"),
        ({"prefix": None}, "prefix must be text without braces, got None"),
        ({"on_error": "ignore"}, "on_error must be 'raise', 'allow', 'deny' or a limiter in memory, got 'ignore'"),
        ({"on_error": None}, "on_error must be .* got None"),
        ({"on_error": MemoryLimiter}, "on_error must be .* got <class"),
        ({"on_error": AsyncRedisLimiter(TokenBucket, QUOTA, redis.asyncio.Redis())}, "on_error must be .* got Async"),
        ({"pause": 0}, "pause must be .* got 0"),
        ({"pause": -1.5}, "pause must be .* got -1.5"),
        ({"pause": 1e-7}, "pause must be .* got 1e-07"),
        ({"pause": math.inf}, "pause must be .* got inf"),
        ({"pause": math.nan}, "pause must be .* got nan"),
        ({"remember": -1}, "remember must be at least 0 keys, got -1"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(make, options, message):
    with pytest.raises(ValueError, match=message):
        make(TokenBucket, QUOTA, **options)


@pytest.mark.parametrize(
    "options",
    [{"pause": "1"}, {"pause": None}, {"pause": True}, {"remember": "5"}, {"remember": 1.5}, {"remember": None}],
)
def test_an_option_that_is_no_number_is_refused(make, options):
    [(name, value)] = options.items()
    with pytest.raises(TypeError, match=f"{name} must be .*, got {value!r}"):
        make(TokenBucket, QUOTA, **options)


@pytest.mark.parametrize("client", [None, "redis://localhost", redis.ConnectionPool()])
def test_what_is_no_client_is_refused(client):
    with pytest.raises(TypeError, match=r"client must be a redis.Redis, redis.RedisCluster, valkey.Valkey or .* got"):
        RedisLimiter(TokenBucket, QUOTA, client)
    with pytest.raises(TypeError, match=r"client must be a redis.asyncio.Redis, .*, got"):
        AsyncRedisLimiter(TokenBucket, QUOTA, client)


def test_a_client_of_the_other_kind_is_refused():
    with pytest.raises(TypeError, match="client must be"):
        RedisLimiter(TokenBucket, QUOTA, redis.asyncio.Redis())
    with pytest.raises(TypeError, match="client must be"):
        AsyncRedisLimiter(TokenBucket, QUOTA, redis.Redis())


def test_what_is_no_quota_is_refused(make):
    for quota in ("2/day", ["2/day"], [QUOTA, None]):
        with pytest.raises(TypeError, match="quota must be a Quota, or several, got"):
            make(TokenBucket, quota)


def test_one_key_is_not_many(make):
    limiter = make(TokenBucket, QUOTA)
    with pytest.raises(TypeError, match="keys must be several, got the one 'user'"):
        limiter.hit_many("user")
    assert [decision.remaining for decision in limiter.hit_many(key for key in "aab")] == [1, 0, 1]


def test_a_period_that_is_not_whole_microseconds_is_refused(algorithm, make):
    with pytest.raises(ValueError, match="period must be whole microseconds on Redis, got 1500 ns"):
        make(algorithm, Quota(1, 1500))
    assert make(algorithm, Quota(1, 1000)).hit("key")


def test_a_quota_that_the_algorithm_refuses_is_refused(make):
    for window in WINDOWS:
        with pytest.raises(ValueError, match="burst must be the limit of 1, as a window has no other, got 2"):
            make(window, Quota(1, 1000, 2))


def test_an_algorithm_without_a_script_is_refused(make):
    class Mine(TokenBucket):
        pass

    with pytest.raises(ValueError, match="algorithm must have a Lua script beside its Python"):
        make(Mine, QUOTA)
    with pytest.raises(ValueError, match="algorithm must have a Lua script beside its Python"):
        make(lambda quota: quota, QUOTA)


def test_a_quota_too_big_to_be_exact_is_refused_and_one_just_below_is_exact(algorithm, make):
    limit, period, burst = (TOP, 1, TOP) if algorithm in WINDOWS else (2, 3, TOP // 3 + 1)
    below = limit - 1 if algorithm in WINDOWS else limit
    limiter = make(algorithm, Quota(below, period * 1000, burst - 1))
    assert limiter.hit("key", burst - 2).remaining == 1
    assert limiter.hit("key").remaining == 0
    assert not limiter.hit("key")
    with pytest.raises(ValueError, match=rf"below 2\*\*51 on Redis, in microseconds, got {burst * period}"):
        make(algorithm, Quota(limit, period * 1000, burst))


def test_a_long_period_too_big_to_be_exact_is_refused(algorithm, make):
    make(algorithm, Quota(1, (TOP - 1) * 1000)).hit("key")
    with pytest.raises(ValueError, match=rf"below 2\*\*51 on Redis, in microseconds, got {TOP}"):
        make(algorithm, Quota(1, TOP * 1000))
    if algorithm is SlidingWindowCounter:
        with pytest.raises(
            ValueError, match=r"limit \* period, or else limit below 2\*\*36 and period below 2\*\*40, must be below"
        ):
            make(algorithm, Quota(1 << 36, 1000 << 15))


def test_an_error_leaves_no_trace(algorithm, make, client, prefix, manual_clock):
    limiter = make(algorithm, QUOTA, remember=10)
    for cost in (0, -1, 3, 1 << 60):
        for call in (limiter.hit, limiter.allow, lambda key, cost: limiter.hit_many([key], cost)):
            with pytest.raises(ValueError, match=f"cost must be from 1 to 2, got {cost}"):
                call("key", cost)
    for cost in (math.nan, "1", 1.0, 1.5, True, None):
        for call in (limiter.hit, limiter.allow, lambda key, cost: limiter.hit_many([key], cost)):
            with pytest.raises(TypeError, match=f"cost must be an int, got {cost!r}"):
                call("key", cost)
    for key in (5, None, b"key", ("key",), 1.5):
        for call in (limiter.hit, limiter.allow, limiter.peek, limiter.reset):
            with pytest.raises(TypeError, match="key must be a str, got"):
                call(key)
        with pytest.raises(TypeError, match="key must be a str, got"):
            limiter.hit_many(["key", key])
    for manual_clock.now, why in ((-1, "at least 0"), (1000 << 52, r"below 1000 \* 2\*\*52 on Redis")):
        for call in (limiter.hit, limiter.allow, limiter.peek):
            with pytest.raises(ValueError, match=f"clock must return nanoseconds, {why}, got {manual_clock.now}"):
                call("key")
    assert not list(client.scan_iter(match=f"{prefix}*"))


def test_a_stand_in_for_asyncio_is_told_what_to_take_instead(make):
    with pytest.raises(ValueError, match=r"on_error must be .*, got AsyncMemoryLimiter.*: take a MemoryLimiter"):
        make(TokenBucket, QUOTA, on_error=AsyncMemoryLimiter(TokenBucket, QUOTA))


def test_an_unknown_option_is_told_by_the_limiters_own_name(make):
    with pytest.raises(TypeError, match=r"^(Async)?RedisLimiter.__init__\(\) got an unexpected keyword argument 'x'"):
        make(TokenBucket, QUOTA, x=1)
