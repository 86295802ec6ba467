"""Limiters of one memory answer as one limiter of several limits, and share the counters of the limits in common."""

import copy
import gc
import os
import pickle
import signal
import threading
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from ratelimit.web.shared_memory import SharedMemory

ALGORITHMS = [GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket]
LIMITS = st.lists(
    st.tuples(st.sampled_from(ALGORITHMS), st.builds(Quota, st.integers(1, 5), st.integers(1, 9))),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip
CALLS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from("abc"), st.sampled_from("abc"), st.integers(1, 2)), max_size=25
)


class Clock:
    now = 0

    def __call__(self):
        return self.now


@given(LIMITS, CALLS)
def test_a_limiter_answers_as_one_in_memory_does(limits, calls):
    clock = Clock()
    algorithms, quotas = zip(*limits, strict=True)
    shared, plain = SharedMemory(clock)(algorithms, quotas), MemoryLimiter(algorithms, quotas, clock, next_after=True)
    capacity = min(quota.limit for quota in quotas)
    for gap, first, other, cost in calls:
        clock.now += gap
        key = Keys(*(first, other, other)[: len(limits)]) if len(limits) > 1 else first
        ours, theirs = (limiter.hit(key, min(cost, capacity)) for limiter in (shared, plain))
        assert (ours, ours.levels, ours.binding) == (theirs, theirs.levels, theirs.binding)
        assert ours.next_afters == theirs.next_afters


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(1, 3)), max_size=30))
def test_limits_in_common_have_one_counter_and_a_refusal_is_free_in_each(calls):
    clock = Clock()
    limits = [(TokenBucket, Quota(3, 7)), (FixedWindow, Quota(4, 10)), (SlidingWindowCounter, Quota(5, 12))]
    meters = [algorithm(quota) for algorithm, quota in limits]
    chosen = [subset for size in (1, 2, 3) for subset in combinations(range(3), size)]
    memory = SharedMemory(clock)
    limiters = [memory(*zip(*(limits[number] for number in subset), strict=True)) for subset in chosen]
    for gap, which, cost in calls:
        clock.now += gap
        subset = [meters[number] for number in chosen[which]]
        granted = all(meter.level(clock.now).remaining >= cost for meter in subset)
        decision = limiters[which].hit("key", cost)
        assert decision.allowed == granted
        if granted:
            assert [meter.take(clock.now, cost) for meter in subset] == [0] * len(subset)
        assert decision.levels == tuple(meter.level(clock.now) for meter in subset)


def test_a_cost_that_one_limit_can_never_grant_spends_nothing():
    memory = SharedMemory(Clock())
    quotas = [Quota(9, 10), Quota(3, 10)]
    with pytest.raises(ValueError, match="cost must be from 1 to 3, got 4"):
        memory(TokenBucket, quotas).hit("key", 4)
    assert memory(TokenBucket, quotas[0]).hit("key", 9)


def test_two_limits_that_are_alike_may_count_for_different_keys():
    limiter = SharedMemory(Clock())(TokenBucket, [Quota(1, 10), Quota(1, 10)])
    assert [bool(limiter.hit(Keys(*pair))) for pair in ("ab", "cb", "cd")] == [True, False, True]


def test_a_refund_and_a_charge_reach_each_limit():
    clock = Clock()
    memory = SharedMemory(clock)
    both = memory(TokenBucket, [Quota(2, 10), Quota(5, 100)])
    each = [memory(TokenBucket, Quota(2, 10)), memory(TokenBucket, Quota(5, 100))]
    both.hit(Keys("a", "b"), 2)
    assert both.refund(Keys("a", "b"), 1) == 1
    assert [limiter.hit(key).remaining for limiter, key in zip(each, "ab", strict=True)] == [0, 3]
    both.charge(Keys("a", "b"), 3)
    assert [limiter.hit(key).retry_after for limiter, key in zip(each, "ab", strict=True)] == [20, 20]


def test_threads_spend_neither_too_much_nor_too_little():
    memory = SharedMemory(Clock())
    scarce, ample = Quota(50, 1000), Quota(1000, 1000)
    granted = [0] * 4

    def ask(number):
        limiter = memory(TokenBucket, [ample, scarce] if number % 2 else scarce)
        key = Keys(number, "all") if number % 2 else "all"
        granted[number] = sum(bool(limiter.hit(key)) for _ in range(40))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 50
    left = [memory(TokenBucket, ample).hit(number).remaining for number in (1, 3)]
    assert left == [999 - granted[number] for number in (1, 3)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the thread is the point
def test_a_forked_child_goes_on_although_another_thread_was_in_a_call():
    memory = SharedMemory(Clock())
    limiter = memory(TokenBucket, Quota(1, 10))
    held, done = threading.Event(), threading.Event()

    def hold():
        with memory.lock:
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(60)
    child = os.fork()
    if not child:
        signal.alarm(60)  # it must not hang
        os._exit(0 if limiter.hit("key") else 1)
    done.set()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_meter_of_ones_own_need_not_tell_its_next_unit():
    class Meter(FixedWindow):
        next_after = property()

    limiter = SharedMemory(Clock())([Meter, TokenBucket], [Quota(1, 10), Quota(2, 10)])
    assert limiter.hit("key")
    assert getattr(limiter.hit("key"), "next_afters", None) is None


@given(CALLS)
def test_a_meter_of_ones_own_need_not_give_back(calls):
    class Meter(FixedWindow):
        refund = property()

    clock, quotas = Clock(), [Quota(3, 10), Quota(2, 7)]
    ours, theirs = (SharedMemory(clock)([algorithm, TokenBucket], quotas) for algorithm in (Meter, FixedWindow))
    for gap, first, other, cost in calls:
        clock.now += gap
        one, same = (limiter.hit(Keys(first, other), cost) for limiter in (ours, theirs))
        assert (one, one.levels, one.binding) == (same, same.levels, same.binding)


def test_a_cost_that_a_limit_can_never_grant_spends_nothing_that_could_not_be_given_back():
    class Meter(FixedWindow):
        refund = property()

    limiter = SharedMemory(Clock())([Meter, TokenBucket], [Quota(9, 10), Quota(3, 10)])
    with pytest.raises(ValueError, match="cost must be from 1 to 3, got 4"):
        limiter.hit("key", 4)
    assert limiter.hit("key", 3).levels[0].remaining == 6


def held_limits():
    gc.collect()
    return sum(type(each) is MemoryLimiter for each in gc.get_objects())


def test_quotas_that_are_ever_new_take_no_more_memory_than_those_that_count():
    clock = Clock()
    memory = SharedMemory(clock)
    before = held_limits()
    for number in range(5000):
        clock.now += 3
        assert memory(TokenBucket, Quota(10 + number, 10)).hit("key")
    assert len(memory) < 3100
    assert held_limits() - before < 3100


def test_a_limit_that_still_counts_is_kept_and_so_is_one_that_a_limiter_has():
    clock = Clock()
    memory = SharedMemory(clock)
    kept = memory(TokenBucket, Quota(1, 10))
    assert memory(TokenBucket, Quota(1, 100_000)).hit("key")
    for number in range(5000):
        clock.now += 3
        memory(TokenBucket, Quota(10 + number, 10))
    assert not memory(TokenBucket, Quota(1, 100_000)).hit("key")
    assert kept.hit("key")
    assert not memory(TokenBucket, Quota(1, 10)).hit("key")


def test_it_can_be_neither_copied_nor_pickled_and_says_so():
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="a SharedMemory can't be pickled or copied, as its counters"):
            attempt(SharedMemory())


def test_a_clock_that_goes_back_stands_still():
    clock = Clock()
    limiter = SharedMemory(clock)(TokenBucket, Quota(1, 10))
    clock.now = 100
    assert limiter.hit("key")
    clock.now = 95
    assert limiter.hit("key").retry_after == 10


def test_seconds_are_refused_as_everywhere():
    with pytest.raises(ValueError, match="period must be at least 1 ms"):
        SharedMemory()(TokenBucket, Quota(100, 60))
    with pytest.raises(TypeError, match="clock must be a function"):
        SharedMemory(7)
