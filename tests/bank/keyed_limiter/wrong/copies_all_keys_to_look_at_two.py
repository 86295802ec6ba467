"""Copies all keys to a list in every call, to look at the next two of them.

Breaks: law 7 (nothing goes through all keys, hidden in C or not: no copy)
Level: cheap
Shows: a call with 200,000 keys held beside one with a hundred
Expected: about the same work; yours: a copy of 200,000 keys
Shipped: not known
"""

from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter, clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters: dict[object, Meter] = {}
        self._time = 0
        self._hand = 0

    def allow(self, key, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._clock(), self._time)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            self._time = now
            self._meters.setdefault(key, meter)
            self._sweep(now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        if self._hand >= len(self._meters):
            self._hand = 0
        for key in list(self._meters)[self._hand : self._hand + 3]:
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]  # those behind move up to the hand
            else:
                self._hand += 1

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
