"""Finds the meter of a known key before it has the lock; another call may drop the key in between.

Source: (b) gallery-so/go-gallery #1480: DeleteExpired at the same time as GetOrCreate.

Witness: 2/10, ann spent two at 0, the clock is at 20. T1 calls allow(ann, 2), finds her meter, is stopped before the lock. T2 calls allow(bob), which drops ann. T1 goes on: True, from a meter that nobody holds. Then allow(ann) -> True, right: False
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
        meter = self._meters.get(key)
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if meter is None:
                meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self._sweep(now)
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
