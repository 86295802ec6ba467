"""Keeps the keys in a heap by when they will be idle, and renews a date lazily when it comes up."""

import heapq
from collections.abc import Callable, Hashable
from itertools import count
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter, self._clock, self._lock = new_meter, clock, Lock()
        self._meters: dict[Hashable, Meter] = {}
        self._due: list[tuple[int, int, Hashable]] = []
        self._serial, self._now = count(), 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            fresh = meter is None
            if fresh:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            self._now = now
            if fresh:
                self._meters[key] = meter
                heapq.heappush(self._due, (now + meter.level(now).reset_after, next(self._serial), key))
            for _ in range(2):
                if not self._due or self._due[0][0] > now:
                    break
                _, serial, other = self._due[0]
                rest = self._meters[other].level(now).reset_after
                if rest:
                    heapq.heapreplace(self._due, (now + rest, serial, other))
                else:
                    heapq.heappop(self._due)
                    del self._meters[other]
            return wait == 0

    def __len__(self) -> int:
        return len(self._meters)
