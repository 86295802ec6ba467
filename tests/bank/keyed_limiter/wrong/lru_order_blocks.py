"""Looks only at the keys used least recently, and stops at the first that is not fresh.

Breaks: law 6 (a fresh key is dropped soon)
Level: forget
Shows: 1/1 burst 2: allow(0, ann, 2) allow(0, bob) allow(1, cid) allow(1, dee)
Expected: three keys are held at most; yours: four
Shipped: not known
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()
        self._lock = threading.Lock()
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            fresh = meter is None
            if fresh:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._now = now
            if granted:
                self._meters[key] = meter
                self._meters.move_to_end(key)
            for _ in range(2):
                if not self._meters:
                    break
                oldest = next(iter(self._meters))
                if self._meters[oldest].level(now).reset_after:
                    break
                del self._meters[oldest]
            return granted

    def __len__(self) -> int:
        return len(self._meters)
