"""Heap entries with the same time are compared by their keys, which need not have an order.

Source: (c) a priority queue with tuples.

Witness: 2/10: allow(0, ann) allow(0, None) -> TypeError, right: True
"""

from collections.abc import Callable, Hashable
from heapq import heappop, heappush
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """A heap of times at which keys may be fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}
        self._heap: list[tuple[int, Hashable]] = []

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._expire(now)
            meter = self._meters.get(key)
            if meter is not None:
                return meter.take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            heappush(self._heap, (now + meter.level(now).reset_after, key))
            return wait == 0

    def _expire(self, now: int) -> None:
        for _ in range(2):
            if not self._heap or self._heap[0][0] > now:
                return
            key = heappop(self._heap)[1]
            rest = self._meters[key].level(now).reset_after
            if rest:
                heappush(self._heap, (now + rest, key))
            else:
                del self._meters[key]

    def __len__(self) -> int:
        return len(self._meters)
