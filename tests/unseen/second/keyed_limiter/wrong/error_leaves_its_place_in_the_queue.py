"""A call that raises leaves its key in the queue, and later sweeps spend their looks on such keys.

Source: (a) laws 4 and 6.

Witness: 2/10: allow(0, cid, 3) six times (ValueError), allow(0, ann) allow(20, bob) len -> 2, right: 1 (one key was held when ann became fresh)
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
            self._now = now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                self._queue.append(key)
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._sweep(now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._queue))):
            key = self._queue.popleft()
            meter = self._meters.get(key)
            if meter is None:
                continue
            if meter.level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._queue.append(key)

    def __len__(self) -> int:
        return len(self._meters)
