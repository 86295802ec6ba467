"""Waits half a second for the lock at most, and then goes on without it.

Source: (c) a port of tryLock(timeout) whose result is used for the release only.

Witness: 2/10, nothing spent. T1 calls allow(ann, 2) at 0 and stands in new_meter for longer than half a second. T2 calls allow(ann, 2): True. T1 goes on: True, right: False
"""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """A dict of meters, and a deque with each key once."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}
        self._queue: deque[Hashable] = deque()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        locked = self._lock.acquire(timeout=0.5)
        try:
            self._now = now = max(self._now, self._clock())
            self._sweep(now)
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._queue.append(key)
            else:
                wait = meter.take(now, cost)
            return wait == 0
        finally:
            if locked:
                self._lock.release()

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self) -> int:
        return len(self._meters)
