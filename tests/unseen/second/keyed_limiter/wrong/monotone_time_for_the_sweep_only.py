"""Sweeps at the highest time, but takes at what the clock says.

Source: (a) law 3: the limiter's clock is for every decision.

Witness: 2/10: allow(20, ann) allow(0, bob, 2) allow(10, bob, 2) -> True, right: False
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """An ordered dict of meters; the front is looked at next."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = self._clock()
            if now > self._now:
                self._now = now
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._sweep(self._now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._meters))):
            key = next(iter(self._meters))
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._meters.move_to_end(key)

    def __len__(self) -> int:
        return len(self._meters)
