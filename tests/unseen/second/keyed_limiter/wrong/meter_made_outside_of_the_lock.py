"""Makes a new key's meter outside of the lock, and does not look again whether another thread has made one.

Source: (b) unbxd/go-base #82 and BaseIntelligence/bounty-challenge #16325: a limiter is made after an unlocked look, and overwrites another.

Witness: 2/10. T1 and T2 call allow(ann, 2) at 0; both find no meter; T1 makes one and takes, then T2 makes another and takes: True and True, right: one True, one False
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
        made = None
        if key not in self._meters:
            made = self._new_meter()
        with self._lock:
            self._now = now = max(self._now, self._clock())
            self._sweep(now)
            meter = self._meters.get(key)
            if made is not None or meter is None:
                wait = (meter := made or self._new_meter()).take(now, cost)
                if key not in self._meters:
                    self._queue.append(key)
                self._meters[key] = meter
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
