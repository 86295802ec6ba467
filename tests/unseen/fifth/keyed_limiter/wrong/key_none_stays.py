"""Wrong: None says that nobody is to be dropped, and it is a key too."""

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
            known = meter is not None
            if not known:
                meter = self._new_meter()
            # Whatever may raise comes first. Nothing is kept of it until the take has answered.
            looked = []
            victim = None
            for other, its in self._meters.items():
                if its is not meter and its.level(now).reset_after == 0:
                    victim = other
                looked.append(other)
                if victim is not None or len(looked) == 2:
                    break
            granted = meter.take(now, cost) == 0
            self._now = now
            for other in looked:
                self._meters.move_to_end(other)
            if victim is not None:
                del self._meters[victim]
            if not known:
                self._meters[key] = meter
            return granted

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
