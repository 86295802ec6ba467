"""Limit by key, within one process."""

from collections.abc import Callable, Hashable
from itertools import repeat, starmap
from threading import Lock
from time import monotonic_ns, perf_counter_ns
from typing import Any, TypeVar

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm, Clock, Meter
from ratelimit.quota import Quota
from ratelimit.shelves import NOBODY, Shelves

T = TypeVar("T")


class MemoryLimiter:
    """One meter per key, safe for threads, which forgets the keys that are as good as new.

    Keys have turns. Each call looks at the key whose turn it is, and drops it if it is as good as new; a call that
    brings a new key looks at one more. So whatever joins meanwhile, a key is looked at within as many calls as keys
    were held. As long as no key can be as good as new, nobody looks.

    A meter may have a method `decide(now, cost)` that answers `hit` at once; else it is asked for its delay, its take
    and its level. A quota that the algorithm refuses raises `ValueError` here, not at the first key.
    """

    __slots__ = (
        "_algorithm",
        "_clock",
        "_decide",
        "_due",
        "_entry",
        "_find_far",
        "_leave",
        "_near",
        "_new",
        "_next_due",
        "_quota",
        "_shelves",
    )

    def __init__(self, algorithm: Algorithm, quota: Quota, clock: Clock = monotonic_ns) -> None:
        self._algorithm = algorithm
        self._quota = quota
        self._new = algorithm(quota)  # never taken from: it answers for the keys that are not held
        self._decide: Callable[[Any, int, int], Decision] = getattr(type(self._new), "decide", _decide)
        self._clock = clock if clock in (monotonic_ns, perf_counter_ns) else _Forward(clock)
        lock = Lock()
        # One item is one turn with the lock. `with` costs 70 ns more, and between a call of acquire() and the `try`
        # after it a signal's handler may raise (Ctrl-C, a time-out), and the lock is held for good; not so in `for`.
        self._entry = starmap(lock.acquire, repeat(()))  # acquire(), over and over
        self._leave = lock.release
        self._shelves = Shelves()
        self._near = self._shelves.near
        self._find_far = self._shelves.find_far
        self._due = 0  # no key is as good as new before
        self._next_due = 0  # the same for those looked at in this round, and for those that came since it began

    def __len__(self) -> int:
        """Count the keys that are held."""
        for _ in self._entry:
            try:
                return len(self._shelves)
            finally:
                self._leave()
        raise RuntimeError(_STOPPED)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`.
        """
        for _ in self._entry:
            try:
                now = self._clock()
                if now < self._due:
                    meter = self._near.get(key)
                    if meter is None:
                        meter = self._find_far(key)
                    if meter is not None:
                        return not meter.take(now, cost)
                return not self._ask(_take, key, now, cost)
            except BaseException:
                self._take_back()
                raise
            finally:
                self._leave()
        raise RuntimeError(_STOPPED)

    def hit(self, key: Hashable, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        for _ in self._entry:
            try:
                now = self._clock()
                if now < self._due:
                    meter = self._near.get(key)
                    if meter is None:
                        meter = self._find_far(key)
                    if meter is not None:
                        return self._decide(meter, now, cost)
                return self._ask(self._decide, key, now, cost)
            except BaseException:
                self._take_back()
                raise
            finally:
                self._leave()
        raise RuntimeError(_STOPPED)

    def peek(self, key: Hashable) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and hold no new key.

        `remaining` counts that unit too.
        """
        for _ in self._entry:
            try:
                now = self._clock()
                held = self._shelves.find(key)
                meter = self._new if held is None else held
                remaining, reset_after = meter.level(now)
                wait = 0 if remaining else meter.take(now)  # sure to be refused, and a refusal is free
                return Decision(wait == 0, remaining, wait, reset_after, _delay(meter, now))
            except BaseException:
                self._take_back()
                raise
            finally:
                self._leave()
        raise RuntimeError(_STOPPED)

    def reset(self, key: Hashable) -> None:
        """Make the key as good as new, by forgetting it."""
        for _ in self._entry:
            try:
                self._shelves.forget(key)
                return
            finally:
                self._leave()
        raise RuntimeError(_STOPPED)

    def _ask(self, call: Callable[[Meter, int, int], T], key: Hashable, now: int, cost: int) -> T:
        """Call the meter of a key wherever it lies, or a new one; then look at another."""
        held = self._shelves.find(key)
        meter = self._algorithm(self._quota) if held is None else held
        answer = call(meter, now, cost)
        if held is None:
            self._hold(key, meter, now)
        if now >= self._due:
            self._look(now)
        return answer

    def _take_back(self) -> None:
        """Leave the clock where it was before a call that raised."""
        if isinstance(self._clock, _Forward):
            self._clock.take_back()

    def _hold(self, key: Hashable, meter: Meter, now: int) -> None:
        """Keep a key that just came, and look at one that it might keep waiting."""
        due = now + meter.level(now).reset_after
        self._due = min(self._due, due)
        self._next_due = min(self._next_due, due)
        self._shelves.put(key, meter)
        if now >= self._due:
            self._look(now)

    def _look(self, now: int) -> None:
        """Look at the key whose turn it is, and drop it if it is as good as new."""
        shelves = self._shelves
        if shelves.round_is_over():
            self._next_due = now + self._quota.period  # any later time will do: a look for nothing harms nobody
        key = shelves.next()
        meter = shelves.find(key)
        if meter is not None:
            reset_after = meter.level(now).reset_after
            if reset_after == 0:
                shelves.drop(key)
            else:
                due = now + reset_after
                self._next_due = min(self._next_due, due)
        if shelves.round_is_over():
            # Takes only put off the time that a level tells, so what was true at a look is true at its round's end.
            self._due = self._next_due
            if key is NOBODY and now >= self._due:
                self._look(now)


_STOPPED = "a signal's handler raised StopIteration, which nobody may do"  # nothing else ends a loop over the entry


class _Forward:
    """A clock that never goes back."""

    __slots__ = ("_before", "_clock", "_latest")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = self._before = 0

    def __call__(self) -> int:
        self._before = self._latest
        self._latest = max(self._latest, self._clock())
        return self._latest

    def take_back(self) -> None:
        """Undo the last reading, as what it was for has failed."""
        self._latest = self._before


def _take(meter: Meter, now: int, cost: int) -> int:
    return meter.take(now, cost)


def _decide(meter: Meter, now: int, cost: int) -> Decision:
    """Ask a meter for all that there is to know."""
    delay = _delay(meter, now)
    wait = meter.take(now, cost)
    remaining, reset_after = meter.level(now)
    return Decision(wait == 0, remaining, wait, reset_after, delay)


def _delay(meter: Meter, now: int) -> int:
    """Ask a meter that has it for its delay."""
    delay = getattr(meter, "delay", None)
    return 0 if delay is None else int(delay(now))
