"""Wrong: asks `if not meter` for a key that is new: a meter that counts as false is made anew in each call."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if not meter:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            self._now = now
            self._sweep()
            return granted

    def _sweep(self) -> None:
        for _ in range(min(2, len(self._meters))):
            key = next(iter(self._meters))
            if self._meters[key].level(self._now).reset_after == 0:
                del self._meters[key]
            else:
                self._meters.move_to_end(key)

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
