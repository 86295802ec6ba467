"""After a refusal it refuses every call for the key until that wait is over, also smaller ones.

Source: (c) a fast path: a key that is known to wait need not ask its meter.

Witness: 2/10: allow(0, ann) allow(0, ann, 2) allow(0, ann) -> False, right: True
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
        self._blocked: dict[Hashable, int] = {}
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._meters[key] = meter
            elif 0 < cost and now < self._blocked.get(key, 0):
                wait = 1
            else:
                wait = meter.take(now, cost)
                if wait:
                    self._blocked[key] = now + wait
                else:
                    self._blocked.pop(key, None)
            self._sweep(now)
            return wait == 0

    def _sweep(self, now: int) -> None:
        for _ in range(min(2, len(self._meters))):
            key = next(iter(self._meters))
            if self._meters[key].level(now).reset_after == 0:
                del self._meters[key]
                self._blocked.pop(key, None)
            else:
                self._meters.move_to_end(key)

    def __len__(self) -> int:
        return len(self._meters)
