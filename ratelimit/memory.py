"""Limit by key, within one process."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import monotonic_ns

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm, Clock, Meter
from ratelimit.quota import Quota


class MemoryLimiter:
    """One meter per key, safe for threads, which forgets the keys that are as good as new.

    Keys form a queue. A call looks at the key in front and drops it, or sends it to the back if it is not as good as
    new; new keys join at the back. So whatever joins meanwhile, a key is looked at within as many calls as keys were
    held. As long as no key can be as good as new, nobody looks.

    A quota that the algorithm refuses raises `ValueError` here, not at the first key.
    """

    __slots__ = ("_algorithm", "_clock", "_due", "_lock", "_meters", "_new", "_next_due", "_now", "_quota", "_to_look")

    def __init__(self, algorithm: Algorithm, quota: Quota, clock: Clock = monotonic_ns) -> None:
        self._algorithm = algorithm
        self._quota = quota
        self._clock = clock
        self._new = algorithm(quota)  # never taken from: it answers for the keys that are not held
        self._lock = Lock()
        self._now = 0  # the highest time that was answered for
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()  # the one that waits longest for a look is first
        self._due = 0  # no key is as good as new before
        self._next_due = 0  # the same for those looked at in this round, and for those that came since it began
        self._to_look = 0  # looks left in this round

    def __len__(self) -> int:
        """Count the keys that are held."""
        return len(self._meters)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`.
        """
        # `with` costs 110 ns more than acquire() and try/finally, but between those two a signal handler that raises
        # (Ctrl-C, a time-out) leaves the lock held for good.
        with self._lock:
            now = self._clock()
            if now < self._now:  # noqa: PLR1730 max(): +130 ns
                now = self._now
            meter = self._meters.get(key)
            if meter is None:
                meter = self._algorithm(self._quota)
                wait = meter.take(now, cost)
                self._hold(key, meter, now)
            else:
                wait = meter.take(now, cost)
            self._now = now
            if now >= self._due:
                self._look(now)
            return wait == 0

    def hit(self, key: Hashable, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        with self._lock:
            now = max(self._clock(), self._now)
            held = self._meters.get(key)
            meter = self._algorithm(self._quota) if held is None else held
            delay = _delay(meter, now)
            wait = meter.take(now, cost)
            remaining, reset_after = meter.level(now)
            if held is None:
                self._hold(key, meter, now)
            self._now = now
            if now >= self._due:
                self._look(now)
            return Decision(wait == 0, remaining, wait, reset_after, delay)

    def peek(self, key: Hashable) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and hold no new key.

        `remaining` counts that unit too.
        """
        with self._lock:
            self._now = now = max(self._clock(), self._now)
            meter = self._meters.get(key, self._new)
            remaining, reset_after = meter.level(now)
            wait = 0 if remaining else meter.take(now)  # sure to be refused, and a refusal is free
            return Decision(wait == 0, remaining, wait, reset_after, _delay(meter, now))

    def reset(self, key: Hashable) -> None:
        """Make the key as good as new, by forgetting it."""
        with self._lock:
            self._meters.pop(key, None)

    def _hold(self, key: Hashable, meter: Meter, now: int) -> None:
        """Put a key that just came at the back of the queue."""
        due = now + meter.level(now).reset_after
        self._due = min(due, self._due)
        self._next_due = min(due, self._next_due)
        self._meters[key] = meter

    def _look(self, now: int) -> None:
        """Drop the key in front if it is as good as new, else send it to the back."""
        meters = self._meters
        if self._to_look == 0:
            self._to_look = len(meters)
            self._next_due = now + self._quota.period  # any later time will do: a look for nothing harms nobody
        key = next(iter(meters))
        reset_after = meters[key].level(now).reset_after
        if reset_after == 0:
            del meters[key]
        else:
            meters.move_to_end(key)
            self._next_due = min(self._next_due, now + reset_after)
        # Takes only put off the time that a level tells, so what was true at a look is true at the end of its round.
        self._to_look = min(self._to_look - 1, len(meters))
        if self._to_look == 0:
            self._due = self._next_due


def _delay(meter: Meter, now: int) -> int:
    """Ask a meter that has it for its delay."""
    delay = getattr(meter, "delay", None)
    return 0 if delay is None else int(delay(now))
