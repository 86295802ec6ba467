"""Wrong: a small table of recent keys is a fast path to their meters, also when the sweep has dropped them since."""

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
        self._recent: list[tuple[Hashable, Meter] | None] = [None] * 64
        self._meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            slot = hash(key) & 63
            recent = self._recent[slot]
            if recent is not None and recent[0] == key:
                meter = recent[1]
            else:
                meter = self._meters.get(key)
            known = meter is not None
            if not known:
                meter = self._new_meter()
            # Whatever may raise comes first. Nothing is kept of it until the take has answered.
            looked = []
            for other, its in self._meters.items():
                looked.append((other, its is not meter and its.level(now).reset_after == 0))
                if len(looked) == 2:
                    break
            granted = meter.take(now, cost) == 0
            self._now = now
            for other, fresh in looked:
                if fresh:
                    del self._meters[other]
                else:
                    self._meters.move_to_end(other)
            if not known:
                self._meters[key] = meter
            self._recent[slot] = key, meter
            return granted

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
