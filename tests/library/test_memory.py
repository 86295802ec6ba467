"""A limiter in memory keeps strangers apart, and forgets those who are as good as new."""

import gc
import signal
import sys
import weakref
from dataclasses import replace
from itertools import pairwise
from threading import Barrier, Thread

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
    shelves,
)

METERS = [FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA]
QUOTA = Quota(2, 10)


class Hand:
    """A clock that is set by hand."""

    def __init__(self, now=0):
        self.now = now

    def __call__(self):
        return self.now


class Watched:
    """A meter that has only `take` and `level`, and can be watched."""

    def __init__(self, quota):
        self.meter = TokenBucket(quota)
        self.looks = 0

    def take(self, now, cost=1):
        return self.meter.take(now, cost)

    def level(self, now):
        self.looks += 1
        return self.meter.level(now)


@pytest.fixture(params=METERS)
def algorithm(request):
    return request.param


@pytest.fixture(autouse=True, params=[(shelves.NEAR, shelves.FAR), (2, 3)], ids=["near", "far"])
def room(request, monkeypatch):
    """Shelves as they are, and such that few keys are enough to fill them."""
    monkeypatch.setattr(shelves, "NEAR", request.param[0])
    monkeypatch.setattr(shelves, "FAR", request.param[1])


EVENTS = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 1, 2, 5, 10, 30, -3]), st.integers(0, 9), st.integers(1, 2)), max_size=80
)


@pytest.mark.parametrize("algorithm", METERS)
@given(EVENTS)
@settings(deadline=None, max_examples=200)
def test_keys_are_strangers_who_are_told_what_a_bare_meter_says(algorithm, events):
    """... and those as good as new go within as many calls as keys were held, and nobody else ever goes."""
    clock, now, bare, overdue_in = Hand(), 0, {}, {}
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
    clock = Hand(100)
    limiter, bare = MemoryLimiter(algorithm, QUOTA, clock), algorithm(QUOTA)
    for clock.now in [100, 101, 101, 102, 105, 109, 140, 141, 145]:
        for cost in 1, 2:
            delay = bare.delay(clock.now) if algorithm is LeakyBucket else 0
            wait = bare.take(clock.now, cost)
            decision = limiter.hit("key", cost)
            remaining, reset_after = bare.level(clock.now)
            assert decision == Decision(wait == 0, remaining, wait, reset_after, delay)
            assert bool(decision) == (wait == 0)


def test_a_peek_tells_what_a_hit_would_be_told_and_spends_nothing(algorithm):
    clock = Hand(3)
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
    limiter = MemoryLimiter(Watched, QUOTA, Hand())
    assert [limiter.hit("key").allowed for _ in range(3)] == [True, True, False]
    assert limiter.peek("key") == Decision(allowed=False, remaining=0, retry_after=5, reset_after=10, delay=0)


def test_a_leaky_bucket_tells_when_to_go_ahead():
    limiter = MemoryLimiter(LeakyBucket, QUOTA, Hand())
    assert [limiter.hit("key").delay for _ in range(3)] == [0, 5, 10]


def test_reset_makes_a_key_as_good_as_new(algorithm):
    limiter = MemoryLimiter(algorithm, QUOTA, Hand())
    assert limiter.allow("key", 2)
    assert not limiter.allow("key")
    limiter.reset("key")
    limiter.reset("nobody")
    assert len(limiter) == 0
    assert limiter.allow("key", 2)


def test_equal_keys_are_one_key():
    limiter = MemoryLimiter(TokenBucket, QUOTA, Hand())
    assert [limiter.allow(key) for key in (1, 1.0, True)] == [True, True, False]
    assert len(limiter) == 1


def test_an_error_leaves_no_trace(algorithm):
    clock = Hand()
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
    clock = Hand(100)
    limiter = MemoryLimiter(GCRA, QUOTA, clock)
    assert limiter.allow("first")
    clock.now = 0
    assert limiter.hit("second", 2) == Decision(allowed=True, remaining=0, retry_after=0, reset_after=10, delay=0)
    clock.now = 105
    assert limiter.allow("second")


def test_a_call_that_raises_does_not_move_the_clock():
    clock = Hand(100)
    limiter = MemoryLimiter(TokenBucket, QUOTA, clock)
    assert limiter.allow("key", 2)
    for call in (limiter.allow, limiter.hit):
        clock.now = 105
        with pytest.raises(ValueError, match="got 3"):
            call("key", 3)
        clock.now = 100
        assert not limiter.allow("key")
        assert limiter.peek("key").retry_after == 5


def test_a_flood_of_new_keys_resets_nobody_and_is_forgotten(algorithm):
    clock = Hand()
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

    clock, meters = Hand(), []

    def algorithm(quota):
        meter = Watched(quota)
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


def test_a_call_looks_at_one_key_however_many_are_held_and_at_none_if_none_can_be_as_good_as_new():
    clock, meters = Hand(), []

    def algorithm(quota):
        meters.append(Watched(quota))
        return meters[-1]

    limiter = MemoryLimiter(algorithm, QUOTA, clock)
    for key in range(300):
        limiter.allow(key)
        clock.now = key // 100
    looks = [sum(meter.looks for meter in meters)]
    for clock.now in [3] * 400 + [4] * 200 + [6] * 600:
        limiter.allow(299)
        looks.append(sum(meter.looks for meter in meters))
    per_call = [after - before for before, after in pairwise(looks)]
    assert max(per_call) == 1
    assert sum(per_call[300:600]) == 0
    assert len(limiter) < 300


def test_keys_that_were_reset_do_not_put_off_who_is_forgotten():
    clock = Hand()
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


@pytest.mark.parametrize("step", [1, 256, 4096, 1 << 22])
def test_no_shelf_is_long_however_many_keys_are_held(step, room):  # noqa: ARG001  few shelves, or many
    """What copies itself, to grow or to be gone through, holds a few hundred of a million keys."""
    many = shelves.Shelves()
    for key in range(50_000):
        many.put(key * step, TokenBucket(QUOTA))
    assert len(many) == 50_000
    assert max(map(len, many._order)) <= max(shelves.NEAR, 50_000 // shelves.FAR + 2)  # noqa: SLF001  it is the claim


def test_a_reset_and_a_newcomer_keep_nobody_waiting():
    clock = Hand(0)
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

    limiter = MemoryLimiter(Empty, QUOTA, Hand())
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
def test_threads_neither_over_spend_nor_under_spend(algorithm, keys):
    quota, threads = Quota(60, 10**9), 8
    limiter, start, won = MemoryLimiter(algorithm, quota, Hand(7)), Barrier(threads), []

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

    limiter, before = MemoryLimiter(TokenBucket, QUOTA), signal.signal(signal.SIGALRM, ring)
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
