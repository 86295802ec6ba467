"""Wrong: `len` adds two tables without the lock, while a key on its way from one to the other is in neither."""

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
        self._old: OrderedDict[Hashable, Meter] = OrderedDict()  # to be looked at in this round
        self._young: OrderedDict[Hashable, Meter] = OrderedDict()  # looked at, or new
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._young.get(key)
            if meter is None:
                meter = self._old.get(key)
            fresh = self._new_meter() if meter is None else None
            for _ in range(3):
                self._look_at_one(now, meter)
            if fresh is not None:
                granted = fresh.take(now, cost) == 0
                self._young[key] = fresh
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            return granted

    def _look_at_one(self, now: int, busy: Meter | None) -> None:
        if not self._old:
            self._old, self._young = self._young, self._old
        if not self._old:
            return
        key, meter = self._old.popitem(last=False)
        try:
            gone = meter is not busy and meter.level(now).reset_after == 0
        except BaseException:
            self._young[key] = meter
            raise
        if gone:
            self._now = now  # what is dropped stays dropped, whatever comes
        else:
            self._young[key] = meter

    def __len__(self) -> int:
        return len(self._old) + len(self._young)
