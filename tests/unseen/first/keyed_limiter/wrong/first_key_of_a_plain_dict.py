"""Wrong (c, speed): a plain dict is the queue; `next(iter(d))` after the front was deleted walks over all the deleted slots, in C, so with many keys each call scans a part of the table that grows until the next resize.

Witness: hold 200,000 keys that are not fresh, then call allow on one key: the cost of a call grows with each call (up to hundreds of microseconds, right: constant), since each call moves two keys from the front to the end.
"""

import threading
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is not None:
                granted = meter.take(now, cost) == 0
            else:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                if granted:
                    self._meters[key] = meter
            self._now = now
            for _ in range(min(2, len(self._meters))):
                seen = next(iter(self._meters))
                held = self._meters.pop(seen)
                if held.level(now).reset_after > 0:
                    self._meters[seen] = held
            return granted

    def __len__(self) -> int:
        return len(self._meters)
