"""Reads the clock before it has the lock, so a call that had to queue is decided at a time long gone.

Breaks: law 3 (it reads the clock when it is its turn, with the lock held)
Level: race
Shows: 1/10: ann's unit is spent at 0. A calls allow(ann) and reads 5; the clock goes on to 10; then A gets the lock
Expected: A is decided at 10, True; yours: at 5, False
Shipped: not known
"""

from collections import OrderedDict
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter, clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters: OrderedDict[object, Meter] = OrderedDict()
        self._highest = 0

    def allow(self, key, cost: int = 1) -> bool:
        now = self._clock()  # may be a system call: keep it out of the critical section
        with self._lock:
            now = max(now, self._highest)
            return self._decide(key, cost, now)

    def _decide(self, key, cost: int, now: int) -> bool:
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
        else:
            wait = meter.take(now, cost)
        self._highest = now
        for _ in range(min(2, len(self._meters))):
            other = next(iter(self._meters))
            if self._meters[other].level(now).reset_after == 0:
                del self._meters[other]
            else:
                self._meters.move_to_end(other)
        return wait == 0

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
