"""Compares with one reading of the clock and keeps another.

Source: (a) law 3: the highest time that the clock gave.

Witness: 2/10: allow(ann, 2) at 0; the clock gives 10, and 9 if it is asked again: allow(ann, 2) -> False, right: True
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
        with self._lock:
            if self._clock() > self._now:
                self._now = self._clock()
            now = self._now
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
