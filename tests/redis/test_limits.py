"""Several limits on Redis decide at once, in one script, as they do in memory."""

from asyncio import run
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis, asyncio

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.ttl import expires
from ratelimit import (
    GCRA,
    FixedWindow,
    Keys,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.algorithms import ALGORITHMS, WINDOWS
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace

THREE = Quota.parse_many("3/day; 5 per 2 days; 4 per 3 days")
DAY = 86_400_000_000_000  # ns
ONE_EACH = [Quota(3 + number % 3, DAY + number * 1_000_000_000) for number in range(len(ALGORITHMS))]


@st.composite
def limits(draw, most=4):
    """Draw algorithms and as many quotas in microseconds, no two the same."""
    numbers = st.integers(1, 8)
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(ALGORITHMS), numbers, st.integers(1, 20), numbers), min_size=2, max_size=most
        )
    )
    made = [(each, Quota(limit, period, limit if each in WINDOWS else burst)) for each, limit, period, burst in drawn]
    return list(dict.fromkeys(made))


names = st.sampled_from("abc")
calls = st.lists(
    st.tuples(
        st.sampled_from(["hit"] * 4 + ["refund", "charge", "reset"]),
        st.lists(names, min_size=4, max_size=4) | names,
        st.integers(0, 9),
        st.integers(1, 8),
    ),
    max_size=20,
)


def in_full(decision, unit=1):
    """Return all that a decision tells, with times in nanoseconds."""
    allowed, remaining, *times = decision
    levels = [(left, reset_after * unit) for left, reset_after in decision.levels]
    return (allowed, remaining, [time * unit for time in times], levels, decision.binding)


@pytest.fixture
def keys(client, prefix):
    """Look up all keys of the test: their values and when they expire, in ms."""
    return lambda: {
        name: (client.dump(name), expires(client, name)) for name in client.scan_iter(match=f"{prefix}*", count=1000)
    }


def test_every_answer_is_the_one_in_memory(url, prefix):
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=200, deadline=None)
    @given(limits().filter(lambda limits: len(limits) > 1), calls, st.sampled_from((0, NOON // 1000)))
    @within_grace
    def agree(limits, calls, now):
        example, microseconds = next(examples), Dial()
        microseconds.now = now
        algorithms, quotas = zip(*limits, strict=True)
        memory = MemoryLimiter(algorithms, quotas, microseconds)
        in_nanoseconds = [Quota(quota.limit, quota.period * 1000, quota.burst) for quota in quotas]
        clock = lambda: microseconds.now * 1000  # noqa: E731
        limiter = RedisLimiter(algorithms, in_nanoseconds, client, prefix=prefix, clock=clock)
        most = min(quota.burst for quota in quotas)
        for name, asked, passed, cost in calls:
            own = [f"{example} {each}" for each in asked[: len(limits)]]
            key = own[0] if isinstance(asked, str) else Keys(*own)
            microseconds.now += passed
            cost = min(cost, most)  # noqa: PLW2901
            if name == "hit":
                assert in_full(limiter.hit(key, cost)) == in_full(memory.hit(key, cost), 1000)
            elif name == "reset":
                limiter.reset(key)
                memory.reset(key)
            else:
                assert getattr(limiter, name)(key, cost) == getattr(memory, name)(key, cost)
            assert in_full(limiter.peek(key)) == in_full(memory.peek(key), 1000)

    agree()
    client.close()


def test_the_order_of_limits_changes_no_answer_but_the_number_of_the_binding_one(make, manual_clock):
    limiters = [make(TokenBucket, order, prefix=f"{number}") for number, order in enumerate(permutations(THREE))]
    for cost, days in ((2, 0), (2, 0), (1, 0.2), (3, 1), (2, 0.5), (1, 0), (3, 4)):
        manual_clock.now += int(days * DAY)
        assert len({limiter.hit("key", cost) for limiter in limiters}) == 1
    for limiter in limiters:
        limiter.reset("key")


def test_a_refusal_leaves_values_and_expiries_of_all_keys_as_they_were(make, keys, manual_clock):
    limiter = make(ALGORITHMS, ONE_EACH)
    limiter.hit("key", 2)
    manual_clock.now += 1000
    before = keys()
    assert len(before) == len(ALGORITHMS)
    for cost in (2, 3):
        assert not limiter.hit("key", cost)
        assert not limiter.hit_many(["key"], cost)[0]
    limiter.peek("key")
    assert keys() == before


def test_all_or_nothing_whichever_limit_refuses(make):
    for number, algorithm in enumerate(ALGORITHMS):
        for place in range(3):
            quotas = [Quota(5, DAY), Quota(7, DAY + 1000)]
            quotas.insert(place, Quota(2, 2 * DAY))
            limiter = make(algorithm, quotas, prefix=f"{number} {place}")
            limiter.hit("key", 2)
            refused = limiter.hit("key")
            assert not refused
            assert refused.binding == place
            assert sorted(level.remaining for level in refused.levels) == [0, 3, 5]
            limiter.reset("key")
            assert sorted(limiter.peek("key").levels) == [(2, 0), (5, 0), (7, 0)]


def test_it_shares_its_keys_with_limiters_of_one_of_its_limits(make):
    limiter = make([TokenBucket, SlidingLog], THREE[:2])
    alone = [make(TokenBucket, THREE[0]), make(SlidingLog, THREE[1])]
    limiter.hit("key", 2)
    assert [each.peek("key").remaining for each in alone] == [1, 3]
    alone[1].hit("key", 3)
    refused = limiter.hit("key")
    assert not refused
    assert refused.binding == 1
    limiter.reset("key")
    assert [each.peek("key").remaining for each in alone] == [3, 5]


def test_one_trip_for_each_decision_whatever_the_number(make, admin, own_client):
    limiter = make([TokenBucket, GCRA, FixedWindow], THREE, own_client)
    limiter.hit("warm")
    for call in (limiter.hit, limiter.allow, limiter.peek, limiter.refund, limiter.charge, limiter.reset):
        before = admin.info("stats")["total_reads_processed"]
        call("key")
        assert admin.info("stats")["total_reads_processed"] - before - 1 == 1
    before = admin.info("stats")["total_reads_processed"]
    decisions = limiter.hit_many(["one", "two", "one"])
    assert [decision.remaining for decision in decisions] == [2, 2, 1]
    assert admin.info("stats")["total_reads_processed"] - before - 1 == 1
    admin.script_flush()
    assert limiter.hit("one").remaining == 0


def test_the_script_depends_on_algorithms_and_not_on_quotas(make, admin, own_client):
    for limit in range(1, 20):
        make([GCRA, FixedWindow], [Quota.per_day(limit), Quota.per_hour(limit)], own_client).hit("key")
    assert admin.info("memory")["number_of_cached_scripts"] == 1


def test_with_a_full_memory_nothing_is_half_written(style, make, admin, own_client):
    for algorithms in (ALGORITHMS, ALGORITHMS[::-1]):
        limiter = make(algorithms, ONE_EACH if algorithms is ALGORITHMS else ONE_EACH[::-1], own_client)
        limiter.hit("key")
        admin.config_set("maxmemory", 1)
        before = {name: (admin.dump(name), expires(admin, name)) for name in admin.scan_iter()}
        for call in (limiter.hit, limiter.charge):
            with pytest.raises(style.errors.OutOfMemoryError):
                call("key")
        with pytest.raises(style.errors.OutOfMemoryError):
            limiter.hit("new")
        refused = limiter.hit("key", 3)
        assert not refused
        assert refused.remaining == limiter.peek("key").remaining == 2
        assert {name: (admin.dump(name), expires(admin, name)) for name in admin.scan_iter()} == before
        admin.config_set("maxmemory", 0)
        limiter.reset("key")


def test_each_key_expires_as_it_would_alone(make, keys):
    limiter = make(ALGORITHMS, [Quota(quota.limit, quota.period // 10**6) for quota in ONE_EACH])
    limiter.hit("key", 2)
    together = {name: expiry for name, (_, expiry) in keys().items()}
    limiter.reset("key")
    for algorithm, quota in zip(ALGORITHMS, ONE_EACH, strict=True):
        make(algorithm, Quota(quota.limit, quota.period // 10**6)).hit("key", 2)
    alone = {name: expiry for name, (_, expiry) in keys().items()}
    assert together.keys() == alone.keys()
    assert all(abs(together[name] - alone[name]) < 10_000 for name in alone)


def test_a_charge_that_one_limit_cannot_count_changes_none(make, keys):
    limiter = make([FixedWindow, TokenBucket], [Quota(5, DAY), Quota(5, DAY)])
    limiter.hit("key")
    before = keys()
    with pytest.raises(ValueError, match=r"cost must be .*, got 1000000000000"):
        limiter.charge("key", 10**12)
    assert keys() == before


def test_a_cost_has_the_bound_of_the_smallest_capacity_and_a_refund_has_none(make, keys):
    limiter = make(SlidingLog, THREE)
    limiter.hit("key", 3)
    before = keys()
    for cost in (0, 4):
        with pytest.raises(ValueError, match=f"got {cost}"):
            limiter.hit("key", cost)
    assert keys() == before
    assert limiter.refund("key", 4) == 3
    assert not keys()


def test_a_remembered_refusal_tells_of_each_limit(make, manual_clock):
    limiter, asking = make(TokenBucket, THREE, remember=10), make(TokenBucket, THREE)
    limiter.hit("key", 3)
    first = limiter.hit("key", 2)
    manual_clock.now += 500_000_000
    assert in_full(limiter.hit("key", 2)) == in_full(asking.hit("key", 2))
    assert first.binding == 2
    limiter.refund("key", 3)
    assert limiter.hit("key", 2)


USERS = [Keys(user, "all") for user in "aaaabbb"]


def test_limits_of_different_keys_decide_together(make):
    limiter = make(TokenBucket, THREE[:2])
    assert [limiter.allow(keys) for keys in USERS] == [True] * 3 + [False] + [True] * 2 + [False]
    assert [decision.binding for decision in limiter.hit_many(USERS)] == [1] * 7
    assert [limiter.peek(each).levels[0].remaining for each in "ab"] == [0, 1]
    limiter.reset(USERS[0])
    assert limiter.peek(USERS[0]).levels == ((3, 0), (5, 0))
    assert limiter.peek("b").levels[0].remaining == 1


def test_a_remembered_refusal_of_several_keys_is_forgotten_with_any_of_them(make):
    limiter = make(TokenBucket, THREE[:2], remember=10)
    for freed, free in (("all", limiter.reset), (Keys("x", "all"), limiter.reset), ("all", limiter.refund)):
        limiter.hit(Keys("a", "all"), 3)
        limiter.hit(Keys("b", "all"), 2)
        assert not limiter.allow(Keys("c", "all"))
        assert not limiter.allow(Keys("c", "all"))
        free(freed)
        assert limiter.allow(Keys("c", "all"))
        for key in "abc":
            limiter.reset(key)
        limiter.reset("all")


def test_keys_that_are_not_as_many_as_limits_are_refused(make):
    for limiter in (make(TokenBucket, THREE), make(TokenBucket, THREE[0])):
        for call in (limiter.hit, limiter.peek, limiter.reset, limiter.refund):
            with pytest.raises(ValueError, match=r"keys must be one for each limit, [13], got 2: Keys\('a', 'b'\)"):
                call(Keys("a", "b"))
    with pytest.raises(TypeError, match="key must be a str, got 7"):
        make(TokenBucket, THREE[:2]).hit(Keys("a", 7))


def test_a_stand_in_decides_on_each_key_of_its_own():
    away = Redis(port=1, socket_connect_timeout=5, retry=None)
    limiter = RedisLimiter(TokenBucket, THREE[:2], away, on_error=MemoryLimiter(TokenBucket, THREE[:2]))
    assert [limiter.allow(keys) for keys in USERS] == [True] * 3 + [False] + [True] * 2 + [False]
    limiter.charge(USERS[0], 3)
    assert limiter.refund(USERS[0]) == 1


def test_in_a_cluster_keys_must_share_a_slot(cluster_client, prefix):
    limiter = RedisLimiter(TokenBucket, THREE[:2], cluster_client, prefix=prefix)
    for call in (limiter.hit, limiter.peek, limiter.reset, limiter.refund, limiter.charge):
        with pytest.raises(
            ValueError, match=r"keys must share a slot in a cluster, got Keys\('a', 'all'\): ask a limiter"
        ):
            call(Keys("a", "all"))
    with pytest.raises(ValueError, match="keys must share a slot"):
        limiter.hit_many(["a", Keys("a", "all")])
    assert limiter.peek("a").levels == ((3, 0), (5, 0))
    in_one = [Keys(f"shop}}{user}", "shop}all") for user in "aaaabbb"]  # what follows a } does not count
    assert [limiter.allow(keys) for keys in in_one] == [True] * 3 + [False] + [True] * 2 + [False]
    for keys in in_one:
        limiter.reset(keys)


def test_in_an_asyncio_cluster_keys_must_share_a_slot(nodes, prefix):
    async def main():
        async with asyncio.RedisCluster(HOST, nodes.nodes[0].port, socket_timeout=5) as cluster:
            limiter = AsyncRedisLimiter(TokenBucket, THREE[:2], cluster, prefix=prefix)
            with pytest.raises(ValueError, match="keys must share a slot in a cluster"):
                await limiter.hit(Keys("a", "all"))
            keys = Keys("a", "a}all")
            assert (await limiter.hit(keys)).levels[1].remaining == 4
            await limiter.reset(keys)

    run(main())


@pytest.mark.parametrize("key", ["", "}", "}}", "}x{", "{}", "{", "a}b", "ann", ":{0}", "0}{", ":{0}{}"])
def test_whatever_the_key_its_limits_share_a_slot(cluster_client, prefix, key):
    limiter = RedisLimiter(TokenBucket, THREE, cluster_client, prefix=prefix)
    assert [limiter.hit(key).remaining for _ in range(4)] == [2, 1, 0, 0]
    limiter.reset(key)
    assert limiter.hit_many([key, key])[1].remaining == 1
    limiter.reset(key)


def test_no_two_odd_keys_are_the_same(make):
    limiter = make(TokenBucket, THREE)
    odd = ["", "}", "}}", "{}", "{", "a}b", "a", ":{0}", "0}{", "0}{}", ":{0}{}", "0"]
    assert [decision.remaining for decision in limiter.hit_many(odd)] == [2] * len(odd)


def test_while_redis_is_away_each_limit_has_a_level():
    away = Redis(port=1, socket_connect_timeout=5, retry=None)
    for on_error, allowed in (("allow", True), ("deny", False), (MemoryLimiter(TokenBucket, THREE), True)):
        limiter = RedisLimiter(TokenBucket, THREE, away, on_error=on_error)
        decision = limiter.hit("key")
        assert decision.degraded
        assert decision.allowed == allowed
        assert len(decision.levels) == 3
        assert decision.levels[decision.binding].remaining == decision.remaining


def test_a_stand_in_must_be_able_to_grant_what_all_limits_can(client):
    stand_in = MemoryLimiter(TokenBucket, Quota.parse_many("9/day; 2/hour"))
    with pytest.raises(ValueError, match="on_error must be a limiter that can grant 3 units at once"):
        RedisLimiter(TokenBucket, THREE[:2], client, on_error=stand_in)
    stand_in = MemoryLimiter(TokenBucket, Quota.parse_many("9/day; 3/hour"))
    RedisLimiter(TokenBucket, THREE[:2], client, on_error=stand_in)


@pytest.mark.parametrize(("limits", "others"), [(1, 2), (2, 1), (2, 3)])
def test_a_stand_in_has_as_many_limits(client, limits, others):
    stand_in = MemoryLimiter(TokenBucket, [Quota.per_day(9)] * others)
    with pytest.raises(ValueError, match=f"on_error must be a limiter of as many limits as this one, {limits}, got"):
        RedisLimiter(TokenBucket, THREE[:limits], client, on_error=stand_in)


def test_a_quota_that_the_stand_in_can_not_have_is_refused_before_redis_is_away(client, prefix):
    stand_in = MemoryLimiter(FixedWindow, Quota.per_day(9))
    limiter = RedisLimiter(TokenBucket, Quota.per_day(3), client, prefix=prefix, on_error=stand_in)
    with pytest.raises(ValueError, match="quota must be one that the limiter in on_error can have too: "):
        limiter.hit("key", quota=Quota.per_hour(3))


def test_it_says_what_it_is():
    limiter = RedisLimiter([GCRA, LeakyBucket], THREE[:2], Redis())
    assert (
        repr(limiter)
        == "RedisLimiter([GCRA, LeakyBucket], Quota.parse_many('3/day; 5 per 2 days'), prefix='ratelimit')"
    )
    assert limiter.quotas == tuple(THREE[:2])
    with pytest.raises(AttributeError, match="a limiter of 2 limits has no one quota: it has `quotas`"):
        _ = limiter.quota
    with pytest.raises(ValueError, match="quota can't be that of a call for a limiter of 2 limits"):
        limiter.hit("key", quota=THREE[0])


def test_two_limits_may_be_alike_for_keys_that_differ(make):
    limiter = make(TokenBucket, [Quota.per_day(2), Quota.per_day(2)])
    pairs = [("1.2.3.4", "ann"), ("1.2.3.4", "bob"), ("1.2.3.4", "cid"), ("5.6.7.8", "ann"), ("5.6.7.8", "ann")]
    decisions = [limiter.hit(Keys(*pair)) for pair in pairs]
    assert [decision.allowed for decision in decisions] == [True, True, False, True, False]
    assert [decision.binding for decision in decisions[2:]] == [0, 1, 1]
    for call in (limiter.hit, limiter.peek, limiter.refund):
        with pytest.raises(ValueError, match=r"limits that are alike need keys that differ, .*, got 'dan'"):
            call("dan")
    with pytest.raises(ValueError, match=r"got Keys\('dan', 'dan'\)"):
        limiter.hit(Keys("dan", "dan"))


def test_each_quota_must_be_exact_on_redis(client):
    for quotas in ([Quota(1, 1000), Quota(1, 1500)], [Quota(1, 10**9), Quota(1 << 51, 10**9)]):
        with pytest.raises(ValueError, match="on Redis"):
            RedisLimiter(SlidingLog, quotas, client, clock=lambda: 0)
    with pytest.raises(ValueError, match="burst must be"):
        RedisLimiter([TokenBucket, SlidingWindowCounter], [THREE[0], Quota.per_day(1, burst=2)], client)
