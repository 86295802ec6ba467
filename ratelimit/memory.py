"""Limit by key, within one process."""

from collections.abc import Callable, Hashable, Iterable
from queue import Empty
from time import monotonic_ns, perf_counter_ns
from typing import Any, Never, TypeVar, TypeVarTuple

from ratelimit.call_lock import CallLock
from ratelimit.clock import check_clock, check_period, checked_time
from ratelimit.decision import Decision
from ratelimit.keys import checked_keys
from ratelimit.protocols import Algorithm, Clock, Meter, name_of
from ratelimit.quota import Quota
from ratelimit.sharded_table import NO_KEY, ShardedTable

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class MemoryLimiter:
    """One meter per key, safe for threads. It forgets the keys that are fresh.

    Calls sweep the keys: each call checks one, and drops it if it is fresh; a call that adds a key checks one more.
    So a fresh key is gone within as many calls as there were keys, whatever keys are added meanwhile. While no key
    can be fresh, no call checks any.

    A meter may have a method `decide(now, cost)` that answers `hit` in one call; if not, the limiter asks for its
    delay, its take and its level. A quota that the algorithm refuses raises `ValueError` here, not at the first key.

    clock: now, in nanoseconds; by default `time.monotonic_ns`. It must return an int of at least 0, and should not go
        back. A reading that is too high lets the limiter stand still until the clock gets there.

    Raises `ValueError` for a period below a millisecond unless a clock is given: it was meant in seconds.
    """

    __slots__ = (
        "__weakref__",
        "_algorithm",
        "_clock",
        "_decide",
        "_fresh",
        "_get_sharded",
        "_lock",
        "_lock_tries",
        "_next_sweep_at",
        "_quota",
        "_release_lock",
        "_sweep_at",
        "_table",
        "_unsharded",
    )

    def __init__(self, algorithm: Algorithm, quota: Quota, clock: Clock | None = None) -> None:
        if clock is None:
            check_period(quota, ", and if nanoseconds are, pass clock=time.monotonic_ns")
            clock = monotonic_ns
        else:
            check_clock(clock)
        self._algorithm = algorithm
        self._quota = quota
        self._fresh = algorithm(quota)  # never taken from: it answers for the keys that are not held
        self._decide: Callable[[Any, int, int], Decision] = getattr(type(self._fresh), "decide", _decide)
        self._clock = clock if clock in (monotonic_ns, perf_counter_ns) else _MonotonicClock(clock)
        self._lock = CallLock(self, _CALLS)
        self._lock_tries = self._lock.tries
        self._release_lock = self._lock.release
        self._table = ShardedTable()
        self._unsharded = self._table.unsharded
        self._get_sharded = self._table.get_sharded
        self._sweep_at = 0  # no key is fresh before this time
        self._next_sweep_at = 0  # the same for the keys checked or added in this sweep

    def __repr__(self) -> str:
        return f"MemoryLimiter({name_of(self._algorithm)}, Quota.parse({str(self._quota)!r}))"

    def __reduce__(self) -> Never:
        raise TypeError(
            "a MemoryLimiter can't be pickled or copied, as its keys and its lock belong to one process: "
            "make one where it is needed, or share a limiter on Redis"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key."""
        return self._quota

    def __len__(self) -> int:
        """Count the keys that are held."""
        return self._in_turn(self._table.__len__)

    def __bool__(self) -> bool:
        return True  # also without a key

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`.
        """
        now = -1
        try:
            for _ in self._lock_tries:
                try:
                    now = self._clock()
                    if now < self._sweep_at:
                        meter = self._unsharded.get(key)
                        if meter is None:
                            meter = self._get_sharded(key)
                        if meter is not None:
                            return not meter.take(now, cost)
                    return not self._call_meter(_take, key, now, cost)
                except BaseException:
                    self._undo_clock(now)
                    raise
                finally:
                    self._release_lock(None)
        except Empty as error:
            if not _is_held(error):
                raise
        held = False  # noqa: F841  CallLock reads it
        return not self._in_turn(self._ask, _take, key, cost)

    def hit(self, key: Hashable, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        now = -1
        try:
            for _ in self._lock_tries:
                try:
                    now = self._clock()
                    if now < self._sweep_at:
                        meter = self._unsharded.get(key)
                        if meter is None:
                            meter = self._get_sharded(key)
                        if meter is not None:
                            return self._decide(meter, now, cost)
                    return self._call_meter(self._decide, key, now, cost)
                except BaseException:
                    self._undo_clock(now)
                    raise
                finally:
                    self._release_lock(None)
        except Empty as error:
            if not _is_held(error):
                raise
        held = False  # noqa: F841  CallLock reads it
        return self._in_turn(self._ask, self._decide, key, cost)

    def hit_many(self, keys: Iterable[Hashable], cost: int = 1) -> list[Decision]:
        """Hit each key in order. A key may be there more than once. Each decision is separate."""
        return [self.hit(key, cost) for key in checked_keys(keys)]

    def peek(self, key: Hashable) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and add no key.

        `remaining` counts that unit too.
        """
        return self._in_turn(self._look, key)

    def reset(self, key: Hashable) -> None:
        """Make the key fresh, by forgetting it."""
        self._in_turn(self._table.remove, key)

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
            if held or not _is_held(error):
                raise
        if self._lock.is_held_here():
            raise RuntimeError(
                f"{self!r} was called inside one of its own calls: "
                "a finaliser, a signal handler, the clock or a key's __eq__ must not ask the same limiter"
            )
        for _ in self._lock.waits:
            held = True
            try:
                return call(*arguments)
            finally:
                self._release_lock(None)
        raise RuntimeError("a signal handler raised StopIteration, which it must not")  # nothing else ends the loop

    def _ask(self, call: Callable[[Meter, int, int], T], key: Hashable, cost: int) -> T:
        """Ask the meter of a key now."""
        now = -1
        try:
            now = self._clock()
            return self._call_meter(call, key, now, cost)
        except BaseException:
            self._undo_clock(now)
            raise

    def _look(self, key: Hashable) -> Decision:
        now = -1
        try:
            now = self._clock()
            held = self._table.get(key)
            meter = self._fresh if held is None else held
            remaining, reset_after = meter.level(now)
            wait = 0 if remaining else meter.take(now)  # certain to be refused, and a refusal is free
            return Decision(wait == 0, remaining, wait, reset_after, _delay(meter, now))
        except BaseException:
            self._undo_clock(now)
            raise

    def _call_meter(self, call: Callable[[Meter, int, int], T], key: Hashable, now: int, cost: int) -> T:
        """Call the meter of a key, wherever it is in the table, or a fresh one; then sweep."""
        held = self._table.get(key)
        meter = self._algorithm(self._quota) if held is None else held
        answer = call(meter, now, cost)
        if held is None:
            self._add(key, meter, now)
        if now >= self._sweep_at:
            self._sweep_one(now)
        return answer

    def _undo_clock(self, now: int) -> None:
        """Set the clock back to where it was before a call that raised, if that has read it."""
        if now >= 0 and isinstance(self._clock, _MonotonicClock):
            self._clock.undo()

    def _add(self, key: Hashable, meter: Meter, now: int) -> None:
        """Add a key, and check one whose turn in the sweep it may delay."""
        fresh_at = now + meter.level(now).reset_after
        self._sweep_at = min(self._sweep_at, fresh_at)
        self._next_sweep_at = min(self._next_sweep_at, fresh_at)
        self._table.add(key, meter)
        if now >= self._sweep_at:
            self._sweep_one(now)

    def _sweep_one(self, now: int) -> None:
        """Check the next key of the sweep, and drop it if it is fresh."""
        table = self._table
        if table.sweep_is_over():
            self._next_sweep_at = now + self._quota.period  # any later time will do: a needless sweep does no harm
        key = table.next_key()
        meter = table.get(key)
        if meter is not None:
            reset_after = meter.level(now).reset_after
            if reset_after == 0:
                table.remove_swept(key)
            else:
                fresh_at = now + reset_after
                self._next_sweep_at = min(self._next_sweep_at, fresh_at)
        table.pass_key()  # only now: who is interrupted before this checks the key once more
        if table.sweep_is_over():
            # A take can only make a key fresh later, so the times seen during the sweep still hold at its end.
            self._sweep_at = self._next_sweep_at
            if key is NO_KEY and now >= self._sweep_at:
                self._sweep_one(now)


_CALLS = frozenset(call.__code__ for call in (MemoryLimiter.allow, MemoryLimiter.hit, MemoryLimiter._in_turn))  # noqa: SLF001


def _is_held(error: Empty) -> bool:
    """Say whether the lock itself has raised this, and not a clock that reads a queue."""
    return error.__traceback__ is not None and error.__traceback__.tb_next is None


class _MonotonicClock:
    """A clock that never goes back."""

    __slots__ = ("_before", "_clock", "_latest")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = self._before = 0

    def __call__(self) -> int:
        now = self._clock()
        if type(now) is not int or now < 0:
            now = checked_time(now)
        latest = max(self._latest, now)
        self._before, self._latest = self._latest, latest
        return latest

    def undo(self) -> None:
        """Forget the last reading, as the call that it was for has failed."""
        self._latest = self._before


def _take(meter: Meter, now: int, cost: int) -> int:
    return meter.take(now, cost)


def _decide(meter: Meter, now: int, cost: int) -> Decision:
    """Ask a meter for its full answer."""
    delay = _delay(meter, now)
    wait = meter.take(now, cost)
    remaining, reset_after = meter.level(now)
    return Decision(wait == 0, remaining, wait, reset_after, delay)


def _delay(meter: Meter, now: int) -> int:
    """Return the delay of a meter that has one, and 0 for others."""
    delay = getattr(meter, "delay", None)
    return 0 if delay is None else int(delay(now))
