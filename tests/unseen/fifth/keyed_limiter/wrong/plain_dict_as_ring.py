"""Wrong: a plain dict is the ring: `next(iter(d))` steps over all the gaps that deleted keys left at its front, in C."""

from itertools import islice
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            known = meter is not None
            if not known:
                meter = self._new_meter()
            # Whatever may raise comes first. Nothing is kept of it until the take has answered.
            looked = []
            for other, its in islice(self._meters.items(), 2):
                looked.append((other, its is not meter and its.level(now).reset_after == 0))
            granted = meter.take(now, cost) == 0
            self._now = now
            for other, fresh in looked:
                if fresh:
                    del self._meters[other]
                else:
                    self._meters[other] = self._meters.pop(other)
            if not known:
                self._meters[key] = meter
            return granted

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
