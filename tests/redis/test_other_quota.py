"""What a key has spent counts in whichever quota a call gives, as in memory."""

from math import gcd
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.kata import ROOT
from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.ttl import expires
from ratelimit import GCRA, FixedWindow, LeakyBucket, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import ALGORITHMS, WINDOWS
from tests.redis.grace import within_grace
from tests.redis.test_expiry import GRACE, milliseconds
from tests.redis.test_same_as_memory import STARTS, TOP, moved, quotas, steps
from tests.redis.test_script import calls, reads
from tests.redis.whole_microseconds import WholeMicroseconds

BUCKETS = (TokenBucket, LeakyBucket, GCRA)
DAY = 86_400_000_000_000  # ns
SECOND = 1_000_000_000  # ns
OWN, OTHER = Quota.per_day(4), Quota.per_day(6)


@st.composite
def plans(draw, algorithm):
    """Several quotas for one limiter: small numbers, and the biggest there may be."""
    first, *others = draw(st.lists(quotas(algorithm), min_size=2, max_size=4))
    if algorithm not in WINDOWS:
        return [first, *others]
    return [first, *(Quota(max(1, first.limit // part), first.period) for part in (2, 3, 1000)[: len(others)])]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_answer_is_the_one_in_memory(algorithm, url, prefix):
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=150, deadline=None)
    @given(plans=plans(algorithm), start=st.sampled_from(STARTS), traffic=steps())
    @within_grace
    def agree(plans, start, traffic):
        dial, key, wait = Dial(), f"{next(examples)}", 0
        dial.now = start
        memory = WholeMicroseconds(algorithm, plans[0], dial)
        limiter = RedisLimiter(algorithm, plans[0], client, prefix=prefix, clock=dial)
        for move, cost, size in traffic:
            quota = plans[size % len(plans)]
            dial.now = moved(dial, move, size, wait, quota.period)
            most = quota.burst
            units = {"one": 1, "two": 2, "all": most, "half": most // 2, "all but one": most - 1}[cost]
            units = min(most, max(1, units))
            for other in (quota, plans[-1], None):
                assert limiter.peek(key, quota=other) == memory.peek(key, quota=other)
            expected = memory.hit(key, units, quota=quota)
            assert limiter.hit(key, units, quota=quota) == expected
            wait = expected.retry_after

    agree()
    client.close()


def test_units_are_carried_exactly_however_big_the_numbers(client):
    source = (ROOT / "ratelimit/algorithms/carried.lua").read_text(encoding="utf-8")
    run = client.register_script(
        f"{source} return string.format('%.0f', carried(tonumber(KEYS[1]), tonumber(KEYS[2]), tonumber(KEYS[3])))"
    )
    random = Random(1)  # noqa: S311  numbers, no secrets
    for bits in (3, 20, 37, 45, 51) * 60:
        unit, period = (random.randrange(1, 1 << bits) for _ in range(2))
        edge = [0] if gcd(unit, period) > 1 else [pow(period, -1, unit) * over % unit for over in (1, 2, unit - 1)]
        for rest in (*edge, random.randrange(unit)):  # the parts of a period that are just above a whole, or below
            parts = random.randrange(TOP // max(unit, period) + 1) * unit + rest
            assert int(run(keys=(parts, unit, period))) == -(-parts * period // unit)


def test_a_day_spent_counts_in_a_lower_quota_and_is_minted_in_none(algorithm, make):
    limiter = make(algorithm, Quota.per_day(2000))
    lower = Quota.per_day(200)
    assert limiter.allow("key", 1900)
    for _ in range(3):
        assert limiter.hit("key", quota=lower)[:2] == (False, 0)
        assert limiter.peek("key").remaining == 100
    assert limiter.hit("key", 100).remaining == 0
    assert not limiter.allow("key", quota=lower)


def test_four_plans_in_turn_are_not_four_limits(algorithm, make):
    plans = [Quota.per_day(limit) for limit in (21, 15, 16, 10)]
    limiter = make(algorithm, plans[0])
    assert sum(sum(map(bool, limiter.hit_many(["key"] * 30, quota=plan))) for plan in plans) == 21
    assert sum(limiter.allow("other", quota=plan) for _ in range(30) for plan in plans) == 21


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_what_was_stored_before_there_were_other_quotas_is_read(algorithm, make, client, prefix, manual_clock):
    limiter, memory = make(algorithm, OWN), WholeMicroseconds(algorithm, OWN, manual_clock)
    limiter.hit("key", 3)
    memory.hit("key", 3)
    [name] = client.scan_iter(match=f"{prefix}*")
    assert len(client.get(name).split()) == 2
    for quota in (OTHER, OWN, OTHER, None):
        manual_clock.now += 5 * SECOND
        assert limiter.hit("key", quota=quota) == memory.hit("key", quota=quota)
    assert [*client.scan_iter(match=f"{prefix}*")] == [name]


def test_a_decision_in_another_quota_is_one_trip_and_one_script(algorithm, admin, make, own_client):
    limiter = make(algorithm, OWN, own_client)
    limiter.hit("warm", quota=OTHER)
    admin.config_resetstat()
    for number, call in enumerate([limiter.hit, limiter.allow, limiter.peek] * 4):
        before = reads(admin)
        call(f"key {number % 2}", quota=(OTHER, OWN, Quota.per_day(2))[number // 3 % 3])
        assert reads(admin) - before - 1 == 1
    assert calls(admin)["evalsha"] == 12
    assert "eval" not in calls(admin)
    assert admin.info("memory")["number_of_cached_scripts"] == 1


def test_a_flush_of_scripts_changes_no_answer_in_another_quota(algorithm, admin, manual_clock, make, own_client):
    limiter, memory = make(algorithm, OWN, own_client), WholeMicroseconds(algorithm, OWN, manual_clock)
    for cost, quota in ((1, OTHER), (3, None), (2, OTHER), (1, OTHER), (1, None)):
        admin.script_flush()
        assert limiter.hit("key", cost, quota=quota) == memory.hit("key", cost, quota=quota)
        admin.script_flush()
        many = limiter.hit_many(["key", "other"], quota=quota)
        assert many == [memory.hit(key, quota=quota) for key in ("key", "other")]
        manual_clock.now += DAY // 5


def test_a_key_lasts_until_it_is_fresh_and_a_refusal_elsewhere_changes_nothing(algorithm, make, client, prefix):
    others = [Quota.per_minute(60), Quota.per_minute(70)]
    if algorithm not in WINDOWS:
        others += [Quota.per_hour(60), Quota.per_second(100), Quota.per_day(100)]
    limiter = make(algorithm, Quota.per_minute(6))

    def state():
        [name] = client.scan_iter(match=f"{prefix}*")
        return client.dump(name), expires(client, name)

    limiter.hit("key", 5)
    for quota in others:
        before = milliseconds(client)
        hit = limiter.hit("key", quota=quota)
        after = milliseconds(client)
        lasts = 2 * quota.period if algorithm in WINDOWS else hit.reset_after
        assert hit
        assert before + hit.reset_after / 1_000_000 <= state()[1] <= after + lasts / 1_000_000 + GRACE
        kept = state()
        assert not limiter.allow("key", quota.burst, quota=quota)
        assert not limiter.allow("key", 6)
        limiter.peek("key", quota=quota)
        assert state() == kept


def test_a_remembered_refusal_belongs_to_its_quota(algorithm, make, manual_clock):
    memory = WholeMicroseconds(algorithm, OWN, manual_clock)
    limiter = make(algorithm, OWN, remember=10)
    for cost, quota in ((4, None), (1, None), (1, OTHER), (1, None), (2, OTHER), (1, OTHER), (1, OTHER), (1, None)):
        told = limiter.hit("key", cost, quota=quota)
        assert told == memory.hit("key", cost, quota=quota)


@pytest.mark.parametrize("algorithm", BUCKETS)
def test_a_remembered_refusal_ends_when_units_come_back_faster(algorithm, make, manual_clock):
    fast = Quota.per_second(100)
    limiter = make(algorithm, Quota.per_day(2), remember=10)
    assert limiter.allow("key", 2)
    assert limiter.hit("key").retry_after == DAY // 2
    assert limiter.hit("key", 1, quota=fast)
    manual_clock.now += SECOND // 50
    assert limiter.allow("key")


def test_a_quota_that_could_not_be_the_limiters_is_refused(algorithm, make):
    limiter = make(algorithm, OWN, clock=None)
    for call in (limiter.allow, limiter.hit, limiter.peek, lambda key, quota: limiter.hit_many([key], quota=quota)):
        with pytest.raises(TypeError, match="quota must be a Quota, got '6/day'"):
            call("key", quota="6/day")
        with pytest.raises(ValueError, match="if seconds are meant, write"):
            call("key", quota=Quota(6, 60_000))
        with pytest.raises(ValueError, match="period must be whole microseconds on Redis"):
            call("key", quota=Quota(6, DAY + 1))
        with pytest.raises(ValueError, match=r"below 2\*\*(51|36)"):
            call("key", quota=Quota(1 << 52, DAY))
        if algorithm in WINDOWS:
            with pytest.raises(ValueError, match=f"period must be the limiter's own, {DAY}, .* got 3600000000000"):
                call("key", quota=Quota.per_hour(6))
    with pytest.raises(ValueError, match="cost must be from 1 to 6, got 7"):
        limiter.hit("key", 7, quota=OTHER)
    assert limiter.hit("key", 6, quota=OTHER)


def test_a_stand_in_is_asked_in_the_same_quota(make, style):
    stand_in = MemoryLimiter(TokenBucket, Quota.per_day(4))
    nobody = style.client("redis://127.0.0.1:1")
    limiter = make(TokenBucket, OWN, nobody, on_error=stand_in)
    assert [limiter.hit("key", quota=OTHER).remaining for _ in range(3)] == [5, 4, 3]
    assert limiter.peek("key", quota=OTHER).remaining == 3
    assert limiter.peek("key").remaining == 1
    assert limiter.peek("key").degraded


def test_a_quota_that_the_stand_in_can_not_be_asked_in_is_refused_at_once(make):
    limiter = make(TokenBucket, OWN, on_error=MemoryLimiter(FixedWindow, OWN))
    assert limiter.allow("key", quota=OTHER)
    with pytest.raises(ValueError, match="burst must be the limit of 6"):
        limiter.allow("key", quota=Quota.per_day(6, burst=8))


def test_a_cluster_carries_over_too(algorithm, cluster_client, prefix):
    limiter = RedisLimiter(algorithm, OWN, cluster_client, prefix=prefix)
    assert limiter.hit("key", 3).remaining == 1
    assert limiter.hit("key", 2, quota=OTHER).remaining == 1
    assert [hit.remaining for hit in limiter.hit_many(["key", "a", "b", "c"], quota=OTHER)] == [0, 5, 5, 5]
    assert not limiter.peek("key")
    for key in ("key", "a", "b", "c"):
        limiter.reset(key)
