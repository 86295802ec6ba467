"""Cleans up after an error by removing the key, also one that was there before.

Source: (a) law 4: an error leaves no trace.

Witness: 2/10: allow(0, ann, 2) allow(0, ann, 3) allow(0, ann) -> True, right: False
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
            now = self._now = max(self._now, self._clock())
            if key not in self._meters:
                self._meters[key] = self._new_meter()
            try:
                wait = self._meters[key].take(now, cost)
            except Exception:
                self._meters.pop(key, None)
                raise
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
