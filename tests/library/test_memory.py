"""In memory, keys don't affect each other, and fresh ones are dropped."""

import gc
import signal
import sys
import weakref
from dataclasses import replace
from itertools import pairwise
from threading import Barrier, Thread
from time import monotonic_ns

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    Decision,
    FixedWindow,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
    sharded_table,
)

METERS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]
QUOTA = Quota(2, 10)


class ManualClock:
    """A clock that the test sets."""

    def __init__(self, now=0):
        self.now = now

    def __call__(self):
        return self.now


class CountingMeter:
    """A meter that has only `take` and `level`, and counts the calls of `level`."""

    def __init__(self, quota):
        self.meter = TokenBucket(quota)
        self.levels = 0

    def take(self, now, cost=1):
        return self.meter.take(now, cost)

    def level(self, now):
        self.levels += 1
        return self.meter.level(now)


@pytest.fixture(params=METERS)
def algorithm(request):
    return request.param


SIZES = [(sharded_table.UNSHARDED, sharded_table.SHARDS), (2, 3)]


@pytest.fixture(autouse=True, params=SIZES, ids=["unsharded", "sharded"])
def table_size(request, monkeypatch):
    """The table as it is, and one so small that few keys fill it."""
    monkeypatch.setattr(sharded_table, "UNSHARDED", request.param[0])
    monkeypatch.setattr(sharded_table, "SHARDS", request.param[1])


EVENTS = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 1, 2, 5, 10, 30, -3]), st.integers(0, 9), st.integers(1, 2)), max_size=80
)


@pytest.mark.parametrize("algorithm", METERS)
@given(EVENTS)
@settings(deadline=None, max_examples=70)
def test_keys_are_independent_and_answers_are_the_bare_meters(algorithm, events):
    """... and a fresh key is dropped within as many calls as keys were held, and no other key ever is."""
    clock, now, bare, overdue_in = ManualClock(), 0, {}, {}
    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    for gap, key, cost in events:
        clock.now = max(0, clock.now + gap)
        now = max(now, clock.now)
        fresh = {name for name, meter in bare.items() if meter.level(now).reset_after == 0}
        overdue_in = {name: overdue_in.get(name, len(limiter)) for name in fresh}
        expected = bare.setdefault(key, algorithm(QUOTA)).take(now, cost) == 0
        assert limiter.allow(key, cost) == expected
        overdue_in = {name: calls - 1 for name, calls in overdue_in.items() if name != key}
        may_be_held = [name for name in bare if overdue_in.get(name, 1) > 0]
        assert len(bare) - len(overdue_in) <= len(limiter) <= len(may_be_held)


def test_a_hit_is_a_full_answer(algorithm):
    clock = ManualClock(100)
    limiter, bare = MemoryLimiter(algorithm, QUOTA, clock), algorithm(QUOTA)
    for clock.now in [100, 101, 101, 102, 105, 109, 140, 141, 145]:
        for cost in 1, 2:
            delay = bare.delay(clock.now) if algorithm is LeakyBucket else 0
            wait = bare.take(clock.now, cost)
            decision = limiter.hit("key", cost)
            remaining, reset_after = bare.level(clock.now)
            assert decision == Decision(wait == 0, remaining, wait, reset_after, delay)
            assert bool(decision) == (wait == 0)


def test_a_peek_answers_as_a_hit_would_and_spends_nothing(algorithm):
    clock = ManualClock(3)
    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    assert limiter.peek("key") == Decision(allowed=True, remaining=2, retry_after=0, reset_after=0, delay=0)
    assert len(limiter) == 0
    for clock.now in [3, 4, 5, 6, 9, 11, 12, 13, 15, 17, 21]:
        peeked = limiter.peek("key")
        assert limiter.peek("key") == peeked
        hit = limiter.hit("key")
        assert (hit.allowed, hit.retry_after, hit.delay) == (peeked.allowed, peeked.retry_after, peeked.delay)
        assert hit.remaining == peeked.remaining - hit.allowed


def test_a_meter_needs_only_take_and_level():
    limiter = MemoryLimiter(CountingMeter, QUOTA, ManualClock())
    assert [limiter.hit("key").allowed for _ in range(3)] == [True, True, False]
    assert limiter.peek("key") == Decision(allowed=False, remaining=0, retry_after=5, reset_after=10, delay=0)


def test_a_leaky_bucket_says_when_to_go_ahead():
    limiter = MemoryLimiter(LeakyBucket, QUOTA, ManualClock())
    assert [limiter.hit("key").delay for _ in range(3)] == [0, 5, 10]


def test_reset_makes_a_key_fresh(algorithm):
    limiter = MemoryLimiter(algorithm, QUOTA, ManualClock())
    assert limiter.allow("key", 2)
    assert not limiter.allow("key")
    limiter.reset("key")
    limiter.reset("unknown")
    assert len(limiter) == 0
    assert limiter.allow("key", 2)


def test_equal_keys_are_one_key():
    limiter = MemoryLimiter(TokenBucket, QUOTA, ManualClock())
    assert [limiter.allow(key) for key in (1, 1.0, True)] == [True, True, False]
    assert len(limiter) == 1


def test_an_error_leaves_no_trace(algorithm):
    clock = ManualClock()
    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    for never in (0, -1, 3):
        for call in (limiter.allow, limiter.hit):
            clock.now = 1000
            with pytest.raises(ValueError, match="cost must be from 1 to 2"):
                call("key", never)
            assert len(limiter) == 0
    with pytest.raises(TypeError):
        limiter.allow([])
    clock.now = None
    with pytest.raises(TypeError):
        limiter.allow("key")
    clock.now = 0
    assert limiter.hit("key", 2)[:3] == (True, 0, 0)
    clock.now = limiter.peek("key").reset_after - 1
    with pytest.raises(ValueError, match="got 3"):
        limiter.allow("key", 3)
    assert not limiter.allow("key", 2)


def test_a_quota_that_the_algorithm_refuses_is_refused_at_once():
    with pytest.raises(ValueError, match="burst"):
        MemoryLimiter(FixedWindow, Quota(1, 1, 2))


def test_the_clock_never_goes_back():
    clock = ManualClock(100)
    limiter = MemoryLimiter(GCRA, QUOTA, clock)
    assert limiter.allow("first")
    clock.now = 0
    assert limiter.hit("second", 2) == Decision(allowed=True, remaining=0, retry_after=0, reset_after=10, delay=0)
    clock.now = 105
    assert limiter.allow("second")


def test_a_call_that_raises_does_not_move_the_clock():
    clock = ManualClock(100)
    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    assert limiter.allow("key", 2)
    for call in (limiter.allow, limiter.hit):
        clock.now = 105
        with pytest.raises(ValueError, match="got 3"):
            call("key", 3)
        clock.now = 100
        assert not limiter.allow("key")
        assert limiter.peek("key").retry_after == 5


def test_a_flood_of_new_keys_resets_no_key_and_is_forgotten(algorithm):
    clock = ManualClock()
    limiter = MemoryLimiter(algorithm, Quota(2, 1000), clock)
    assert limiter.allow("victim", 2)
    for stranger in range(500):
        assert limiter.allow(stranger)
    assert not limiter.allow("victim")
    assert len(limiter) == 501
    clock.now = 5000
    for stranger in range(501):
        limiter.allow(-1 - stranger)
    assert len(limiter) == 501


def test_nothing_that_belongs_to_a_forgotten_key_is_kept():
    class Key:
        pass

    clock, meters = ManualClock(), []

    def algorithm(quota):
        meter = CountingMeter(quota)
        meters.append(weakref.ref(meter))
        return meter

    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    never_held = len(meters)
    keys = [Key() for _ in range(20)]
    forgotten = [weakref.ref(key) for key in keys]
    while keys:
        limiter.allow(keys.pop())
    clock.now = 100
    for _ in range(20):
        limiter.allow("other")
    gc.collect()
    assert len(limiter) == 1
    assert [key() for key in forgotten] == [None] * 20
    assert [meter() for meter in meters[never_held:-1]] == [None] * 20


def test_a_call_checks_one_key_however_many_are_held_and_none_while_none_can_be_fresh():
    clock, meters = ManualClock(), []

    def algorithm(quota):
        meters.append(CountingMeter(quota))
        return meters[-1]

    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    for key in range(300):
        limiter.allow(key)
        clock.now = key // 100
    levels = [sum(meter.levels for meter in meters)]
    for clock.now in [3] * 400 + [4] * 200 + [6] * 600:
        limiter.allow(299)
        levels.append(sum(meter.levels for meter in meters))
    per_call = [after - before for before, after in pairwise(levels)]
    assert max(per_call) == 1
    assert sum(per_call[300:600]) == 0
    assert len(limiter) < 300


def test_a_reset_of_other_keys_does_not_delay_the_sweep():
    clock = ManualClock()
    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    for key in range(100):
        limiter.allow(key)
    clock.now = 5
    limiter.allow("last")
    for key in range(99):
        limiter.reset(key)
    assert len(limiter) <= 2
    limiter.allow("last")
    limiter.allow("last")
    assert len(limiter) == 1


@pytest.mark.parametrize("step", [1, 256, 4096, sharded_table.SHARDS, 1 << 22])
def test_no_dict_is_large_however_many_keys_are_held(step, table_size):  # noqa: ARG001  few shards, or many
    """A dict copies itself to grow, and a sweep copies its keys: each holds a few hundred of a million keys."""
    table = sharded_table.ShardedTable()
    for key in range(50_000):
        table.add(key * step, TokenBucket(QUOTA))
    assert len(table) == 50_000
    even = 50_000 // sharded_table.SHARDS
    assert max(map(len, table._dicts)) <= max(sharded_table.UNSHARDED, even + 6 * even**0.5 + 2)  # noqa: SLF001  it is the claim


def test_a_reset_and_a_new_key_do_not_delay_the_sweep():
    clock = ManualClock(0)
    limiter = MemoryLimiter(FixedWindow, Quota(1, 3), clock)
    for key in (9, 1, 4):
        limiter.allow(key)
    clock.now = 9
    limiter.allow(1)
    limiter.reset(9)
    clock.now = 14
    limiter.allow(8)
    assert len(limiter) == 1


def test_a_meter_may_be_false_and_a_quota_replaced():
    class Empty(TokenBucket):
        def __len__(self):
            return 0

    limiter = MemoryLimiter(Empty, QUOTA, ManualClock())
    assert limiter.allow("key", 2)
    assert not limiter.peek("key").allowed
    assert replace(QUOTA, limit=3) == Quota(3, 10, 2)


@pytest.fixture
def threads_that_switch_often():
    """At the default interval of 5 ms, even a limiter without a lock passes."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("keys", [1, 3])
@pytest.mark.usefixtures("threads_that_switch_often")
def test_threads_spend_neither_too_much_nor_too_little(algorithm, keys):
    quota, threads = Quota(60, 10**9), 8
    limiter, start, won = MemoryLimiter(algorithm, quota, ManualClock(7)), Barrier(threads), []

    def race():
        start.wait()
        won.extend([key for _ in range(30) for key in range(keys) if limiter.allow(key)])

    racers = [Thread(target=race, daemon=True) for _ in range(threads)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert sorted(won) == sorted(list(range(keys)) * 60)
    assert len(limiter) == keys
    assert {limiter.peek(key)[:2] for key in range(keys)} == {(False, 0)}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers that send signals")
def test_a_signal_whose_handler_raises_leaves_no_lock_held():
    """With acquire() before `try` instead, the second or third signal leaves it held."""

    class Alarm(Exception):  # noqa: N818  not an error
        pass

    def ring(*_):
        raise Alarm

    def call_until_it_rings(seconds):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        while True:
            limiter.allow("key")

    limiter, before = MemoryLimiter(TokenBucket, QUOTA, monotonic_ns), signal.signal(signal.SIGALRM, ring)
    try:
        for number in range(300):
            with pytest.raises(Alarm):
                call_until_it_rings(0.0002 + number % 97 * 1e-6)
            other = Thread(target=limiter.allow, args=("key",), daemon=True)
            other.start()
            other.join(10)
            assert not other.is_alive()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
