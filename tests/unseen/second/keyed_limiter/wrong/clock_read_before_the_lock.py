"""Reads the clock before it waits for the lock, so a call that waited is decided at an old time.

Source: (a) law 3: read the clock while you hold the lock.

Witness: 2/10, ann has spent two at 0. Thread T2 is inside new_meter for bob with the clock at 4. T1 calls allow(ann), reads 4, waits for the lock. The clock moves to 10, T2 goes on. T1 -> False, right: True
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
        now = self._clock()
        with self._lock:
            self._now = now = max(self._now, now)
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

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._queue))):
            key = self._queue.popleft()
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self) -> int:
        return len(self._meters)
