"""Takes the keys that it looks at out and puts them back, and counts without the lock: one is missing.

Breaks: law 8 (any thread may ask len at any time)
Level: race
Shows: 2/10, clock at 0: ann and bob are held; A asks allow("ann"), and B asks len() while A looks at bob
Expected: 2; yours: 1
Shipped: not known
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads, which forgets the keys that are as good as new."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._now = 0
        self._lock = Lock()
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            self._now = now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)  # may raise: then nothing is kept
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._sweep(now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        """Look at the two oldest keys; drop those that are as good as new, put the others at the end."""
        for _ in range(min(2, len(self._meters))):
            key, meter = self._meters.popitem(last=False)
            if meter.level(now).reset_after > 0:
                self._meters[key] = meter

    def __len__(self) -> int:
        return len(self._meters)
