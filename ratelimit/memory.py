"""Limit by key, within one process."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache, partial
from queue import Empty
from time import monotonic_ns, perf_counter_ns
from typing import Any, Never, TypeVar, TypeVarTuple, cast

from ratelimit.call_lock import CallLock
from ratelimit.clock import MonotonicClock, check_clock, check_period
from ratelimit.composite import Across, Composite, across
from ratelimit.decision import Decision, JointDecision
from ratelimit.full_answer import decide, next_afters
from ratelimit.keys import Keys, checked_keys
from ratelimit.limit import Limits, OneOrMoreAlgorithms, OneOrMoreQuotas
from ratelimit.other_quota import (
    KeptInOtherQuota,
    MeterInOtherQuota,
    carried,
    check_other_quota,
    kept_in,
    look,
    next_afters_in,
    refusal,
)
from ratelimit.protocols import Clock, Meter, answers_by, refundable
from ratelimit.quota import Quota
from ratelimit.sharded_table import ShardedTable
from ratelimit.sweep import Sweep

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class MemoryLimiter:
    """One meter per key, safe for threads. It forgets the keys that are fresh.

    Calls sweep the keys: each call checks one, and drops it if it is fresh; a call that adds a key checks one more.
    So a fresh key is gone within as many calls as there were keys, whatever keys are added meanwhile. While no key
    can be fresh, no call checks any.

    A meter may have a method `decide(now, cost)` that answers `hit` in one call, and begins with `self.take`; if not,
    the limiter asks for its delay, its take and its level; `peek(now)` likewise. Of several limits, those are asked for
    theirs, unless each has `left` and `left_after`, as TokenBucket has. A quota that the algorithm refuses raises
    `ValueError` here, not at the first key.

    A call may give a `quota` instead of the limiter's: what the key has spent counts there too. A key's units come back
    at the rate of the quota of its last grant. Windows can change their limit, not their period.

    algorithm, quota: or several quotas, which then decide together: a request is granted if each would grant it, and
        only then each spends it. They have one algorithm, or as many as there are quotas. `Keys` in place of a key are
        one for each of them.
    clock: now, in nanoseconds; by default `time.monotonic_ns`. It must return an int of at least 0, and should not go
        back. A reading that is too high lets the limiter stand still until the clock gets there.
    next_after: whether decisions tell `next_after`, when one unit more than what remains can have been spent.

    Raises `ValueError` for a period below a millisecond unless a clock is given: it was meant in seconds.
    """

    __slots__ = (
        "__weakref__",
        "_algorithm",
        "_check_other_quota",
        "_clock",
        "_decide",
        "_fresh",
        "_get_sharded",
        "_limits",
        "_lock",
        "_lock_tries",
        "_quota",
        "_release_lock",
        "_sweep",
        "_table",
        "_tells_next",
        "_unsharded",
    )

    def __init__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        clock: Clock | None = None,
        *,
        next_after: bool = False,
    ) -> None:
        self._limits = Limits(algorithm, quota)
        check_other = partial(check_other_quota, with_default_clock=clock is None)
        if clock is None:
            for each in self._limits.quotas:
                check_period(each, ", and if nanoseconds are, pass clock=time.monotonic_ns")
            clock = monotonic_ns
        else:
            check_clock(clock)
        self._algorithm, self._quota = self._limits.as_one()
        self._fresh = self._algorithm(self._quota)  # never taken from: it answers for the keys that are not held
        self._decide: Callable[[Any, int, int], Decision] = decide
        if answers_by(type(self._fresh), "decide"):
            self._decide = type(self._fresh).decide  # type: ignore[attr-defined]
        self._tells_next = next_after
        if next_after:
            self._limits.check_next_after()
            self._decide = partial(_decide_and_tell, self._decide)
        self._clock = clock if clock in (monotonic_ns, perf_counter_ns) else MonotonicClock(clock)
        self._check_other_quota = lru_cache(256)(partial(check_other, self._fresh))  # 2 us, once for each
        self._lock = CallLock(self, _CALLS, MemoryLimiter._bind_lock)
        self._table = ShardedTable()
        self._unsharded = self._table.unsharded
        self._get_sharded = self._table.get_sharded
        self._sweep = Sweep(self._table, self._quota.period)

    def __repr__(self) -> str:
        return f"MemoryLimiter({self._limits})"

    def __reduce__(self) -> Never:
        raise TypeError(
            "a MemoryLimiter can't be pickled or copied, as its keys and its lock belong to one process: "
            "make one where it is needed, or share a limiter on Redis"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another. Raises `AttributeError` if there are several."""
        return self._limits.quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        return self._limits.quotas

    def __len__(self) -> int:
        """Count the keys that are held."""
        return self._in_turn(self._table.__len__)

    def __bool__(self) -> bool:
        return True  # also without a key

    def allow(self, key: Hashable, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`; so does a `quota` that could not be
        the limiter's.
        """
        if quota is not None:
            held = False  # CallLock reads it
            return self._in_turn(self._ask, self._checked(quota), key, cost).allowed
        now = -1
        try:
            for _ in self._lock_tries:
                try:
                    now = self._clock()
                    if now < self._sweep.due_at:
                        meter = self._unsharded.get(key)
                        if meter is not None:
                            return not meter.take(now, cost)
                        meter = self._get_sharded(key)
                        if meter is not None:
                            return not meter.take(now, cost)
                    return not self._call_meter(_take, key, now, cost)
                except BaseException:
                    self._undo_clock(now)
                    raise
                finally:
                    self._release_lock(None)
        except KeptInOtherQuota:
            pass
        except Empty as error:
            if not self._lock.raised(error):
                raise
        held = False  # noqa: F841  CallLock reads it
        return self._in_turn(self._ask, self._quota, key, cost, now).allowed

    def hit(self, key: Hashable, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        if quota is not None:
            held = False  # CallLock reads it
            return self._in_turn(self._ask, self._checked(quota), key, cost)
        now = -1
        try:
            for _ in self._lock_tries:
                try:
                    now = self._clock()
                    if now < self._sweep.due_at:
                        meter = self._unsharded.get(key)
                        if meter is not None:
                            return self._decide(meter, now, cost)
                        meter = self._get_sharded(key)
                        if meter is not None:
                            return self._decide(meter, now, cost)
                    return self._call_meter(self._decide, key, now, cost)
                except BaseException:
                    self._undo_clock(now)
                    raise
                finally:
                    self._release_lock(None)
        except KeptInOtherQuota:
            pass
        except Empty as error:
            if not self._lock.raised(error):
                raise
        held = False  # noqa: F841  CallLock reads it
        return self._in_turn(self._ask, self._quota, key, cost, now)

    def hit_many(self, keys: Iterable[Hashable], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order. A key may be there more than once. Each decision is separate.

        A wrong key, cost or quota raises before any is hit; a wrong cost or quota also if there is no key.
        """
        several = checked_keys(keys)
        for key in several:
            hash(key)
            if isinstance(key, Keys):
                key.one_for_each(len(self._limits))
        if not several:
            self._algorithm(self._quota if quota is None else self._checked(quota)).take(0, cost)
        return [self.hit(key, cost, quota) for key in several]

    def peek(self, key: Hashable, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and add no key.

        `remaining` counts that unit too.
        """
        return self._in_turn(self._look, self._quota if quota is None else self._checked(quota), self._plain(key))

    def refund(self, key: Hashable, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were.

        At once, this undoes what `hit` has spent; late, it gives back less. A key never has more than a fresh one.
        Don't once the decision's `reset_after` has passed: it would give back what a later request has spent.
        """
        return self._in_turn(self._refund, self._plain(key), cost)

    def charge(self, key: Hashable, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have: it owes them, and is refused meanwhile.

        A cost below 1 raises `ValueError`; there is no upper bound.
        """
        self._in_turn(self._charge, self._plain(key), cost)

    def reset(self, key: Hashable) -> None:
        """Make the key fresh, by forgetting it."""
        self._in_turn(self._reset, self._plain(key))

    def _plain(self, key: Hashable) -> Hashable:
        """Return the key that `Keys` for a limiter of one limit stand for; any other is itself."""
        return key.one_for_each(1)[0] if isinstance(key, Keys) and len(self._limits) == 1 else key

    def _bind_lock(self, lock: CallLock) -> None:
        """Keep at hand what each call needs of the lock."""
        self._lock_tries = lock.tries
        self._release_lock = lock.release

    def _in_turn(self, call: "Callable[[*Arguments], T]", *arguments: *Arguments) -> T:
        """Call it while no other call runs. Raises `RuntimeError` inside a call of this thread."""
        held = False
        try:
            for _ in self._lock_tries:
                held = True
                try:
                    return call(*arguments)
                finally:
                    self._release_lock(None)
        except Empty as error:
            if held or not self._lock.raised(error):
                raise
        if self._lock.is_held_here():
            raise RuntimeError(
                f"{self!r} was called inside one of its own calls: "
                "a finaliser, a signal handler, the clock or a key's __eq__ must not ask the same limiter"
            )
        waits = self._lock.waits
        for _ in waits:
            if self._lock.waits is not waits:  # a signal handler has forked: the child has a lock of its own
                return self._in_turn(call, *arguments)
            held = True
            try:
                return call(*arguments)
            finally:
                self._release_lock(None)
        raise RuntimeError("a signal handler raised StopIteration, which it must not")  # nothing else ends the loop

    def _checked(self, quota: Quota) -> Quota:
        """Return the quota of a call if it could be the limiter's."""
        if self._limits.differ_from(quota):
            self._check_other_quota(quota)
        return quota

    def _refund(self, key: Hashable, cost: int) -> int:
        now = -1
        try:
            now = self._clock()
            held = self._table.get(key)
            if held is None and isinstance(key, Keys):
                self._sweep.expect(now)
                return self._across(key).refund(now, cost)
            if held is None:
                return refundable(self._fresh).refund(now, cost)  # nothing, or the error
            due_at = self._sweep.due_at
            self._sweep.due_at = min(due_at, now)  # until it is known how much sooner the key is fresh
            units = refundable(held).refund(now, cost)
            fresh_at = now + held.level(now).reset_after
            self._sweep.due_at = due_at
            self._sweep.expect(fresh_at)
            if fresh_at == now:
                self._table.remove(key)
        except BaseException:
            self._undo_clock(now)
            raise
        return units

    def _charge(self, key: Hashable, cost: int) -> None:
        now = -1
        try:
            now = self._clock()
            held = self._table.get(key)
            if isinstance(held, MeterInOtherQuota) and not held.level(now).reset_after:  # as if it were forgotten
                meter = self._algorithm(self._quota)
                _charge(meter, now, cost)
                self._sweep.expect(now + meter.level(now).reset_after)
                self._table.replace(key, meter)
                self._sweep.step(now)
            else:
                self._call_meter(_charge, key, now, cost)
        except BaseException:
            self._undo_clock(now)
            raise

    def _ask(self, quota: Quota, key: Hashable, cost: int, earliest: int = 0) -> Decision:
        """Ask for a cost in a quota, whichever the key is kept in; then sweep.

        earliest: what the same call has read from the clock before.
        """
        now = -1
        try:
            now = self._clock()
            if now < earliest and isinstance(self._clock, MonotonicClock):
                now = self._clock.at_least(earliest)
            held = self._table.get(key)
            if held is None and isinstance(key, Keys):
                if len(self._limits) > 1:
                    return self._call_across(self._decide, key, now, cost)
                key = self._plain(key)
                held = self._table.get(key)
            if held is None:
                meter = self._algorithm(quota)
                decision = self._decide(meter, now, cost)
                self._add(key, self._held(meter, quota), now)
            else:
                decision = self._ask_held(held, quota, key, now, cost)
            self._sweep.step(now)
        except BaseException:
            self._undo_clock(now)
            raise
        return decision

    def _ask_held(self, held: Meter, quota: Quota, key: Hashable, now: int, cost: int) -> Decision:
        """Ask the meter of a key for a cost in a quota. If that is granted, it is kept in that quota from now on."""
        meter, kept = kept_in(held, self._quota)
        if kept is quota or kept == quota:  # `is`: 200 ns
            return self._decide(meter, now, cost)
        refused = refusal(meter, kept, quota, now, cost)
        if refused is not None:
            return self._telling(refused, meter, kept, quota, now)
        changed = carried(meter, quota, now)
        decision = self._decide(changed, now, cost)
        self._sweep.expect(now + changed.level(now).reset_after)  # sooner than before, if the rate is higher
        self._table.replace(key, self._held(changed, quota))
        return decision

    def _held(self, meter: Meter, quota: Quota) -> Meter:
        """Return what to hold for a meter that is kept in a quota."""
        return meter if quota is self._quota or quota == self._quota else MeterInOtherQuota(meter, quota)

    def _look(self, quota: Quota, key: Hashable) -> Decision:
        now = -1
        try:
            now = self._clock()
            held = self._across(key) if isinstance(key, Keys) else self._table.get(key)
            meter, kept = kept_in(self._fresh if held is None else held, self._quota)
            return self._telling(look(meter, kept, quota, now), meter, kept, quota, now)
        except BaseException:
            self._undo_clock(now)
            raise

    def _telling(self, decision: Decision, meter: Meter, kept: Quota, quota: Quota, now: int) -> Decision:
        """Add to a decision about a meter what it tells when asked."""
        if not self._tells_next:
            return decision
        return JointDecision.telling(decision, next_afters_in(meter, kept, quota, now))

    def _call_meter(self, call: Callable[[Meter, int, int], T], key: Hashable, now: int, cost: int) -> T:
        """Call the meter of a key, wherever it is in the table, or a fresh one; then sweep."""
        held = self._table.get(key)
        if held is None and isinstance(key, Keys):
            if len(self._limits) > 1:
                return self._call_across(call, key, now, cost)
            key = self._plain(key)
            held = self._table.get(key)
        meter = self._algorithm(self._quota) if held is None else held
        answer = call(meter, now, cost)
        if held is None:
            self._add(key, meter, now)
        self._sweep.step(now)
        return answer

    def _call_across(self, call: Callable[[Meter, int, int], T], keys: Keys, now: int, cost: int) -> T:
        """Call one meter for several keys. They are held before they are spent from, so that none is lost."""
        several = keys.one_for_each(len(self._limits))
        added = [key for key in dict.fromkeys(several) if self._table.get(key) is None]
        try:
            for key in added:
                self._sweep.expect(now)  # until it is spent from
                self._table.add(key, self._algorithm(self._quota))
            answer = call(self._across(keys), now, cost)
        except BaseException:
            for key in added:
                meter = self._table.get(key)
                if meter is not None and not meter.level(now).reset_after:
                    self._table.remove(key)
            raise
        for _ in range(1 + len(added)):
            self._sweep.step(now)
        return answer

    def _across(self, keys: Keys) -> Across:
        """Return one meter for several keys; those that are not held are fresh."""
        each = keys.one_for_each(len(self._limits))
        return across([cast("Composite", self._table.get(key) or self._algorithm(self._quota)) for key in each])

    def _reset(self, key: Hashable) -> None:
        if isinstance(key, Keys):
            self._sweep.expect(0)  # a key may be fresh now
            self._across(key).reset(cast("Composite", self._algorithm(self._quota)))
        else:
            self._table.remove(key)

    def _undo_clock(self, now: int) -> None:
        """Set the clock back to where it was before a call that raised, if that has read it."""
        if now >= 0 and isinstance(self._clock, MonotonicClock):
            self._clock.undo()

    def _add(self, key: Hashable, meter: Meter, now: int) -> None:
        """Add a key, and check one whose turn in the sweep it may delay."""
        self._sweep.expect(now + meter.level(now).reset_after)
        self._table.add(key, meter)
        self._sweep.step(now)


_CALLS = frozenset(call.__code__ for call in (MemoryLimiter.allow, MemoryLimiter.hit, MemoryLimiter._in_turn))  # noqa: SLF001


def _decide_and_tell(decide: Callable[[Meter, int, int], Decision], meter: Meter, now: int, cost: int) -> JointDecision:
    decision = decide(meter, now, cost)
    return JointDecision.telling(decision, next_afters(meter, now))


def _take(meter: Meter, now: int, cost: int) -> int:
    return meter.take(now, cost)


def _charge(meter: Meter, now: int, cost: int) -> None:
    refundable(meter).charge(now, cost)
