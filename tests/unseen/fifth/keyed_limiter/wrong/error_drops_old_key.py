"""Wrong: a take that raises drops the key, also one that was held before."""

from collections import OrderedDict
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
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
            # Whatever may raise comes first. Nothing is kept of it until the take has answered.
            looked = []
            for other, its in self._meters.items():
                looked.append((other, its is not meter and its.level(now).reset_after == 0))
                if len(looked) == 2:
                    break
            self._meters[key] = meter
            try:
                granted = meter.take(now, cost) == 0
            except BaseException:
                del self._meters[key]
                raise
            self._now = now
            for other, fresh in looked:
                if fresh:
                    del self._meters[other]
                else:
                    self._meters.move_to_end(other)
            return granted

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
