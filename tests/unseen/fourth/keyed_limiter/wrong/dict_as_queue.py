"""Uses the dict itself as the queue: the first key is put in again at the end, and each search for the first one steps over all that were moved."""

from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._meters: dict[Hashable, Meter] = {}
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            self._now = now = max(self._now, self._clock())
            self._sweep(now)
            meter = self._meters.get(key)
            if meter is not None:
                return meter.take(now, cost) == 0
            meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            return granted

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._meters))):
            key = next(iter(self._meters))
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
            else:
                self._meters[key] = self._meters.pop(key)

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
