"""Right: two dicts as a copying collector has them: each call moves four keys that are not fresh from the old to the new."""

from contextlib import contextmanager
from threading import Lock

_MISSING = object()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._read_clock = clock
        self._lock = Lock()
        self._old = {}
        self._young = {}
        self._now = 0

    @contextmanager
    def _instant(self):
        """Hold the lock for one instant of the limiter's clock, which only moves on if nothing is raised."""
        with self._lock:
            now = max(self._now, self._read_clock())
            yield now
            self._now = now
            self._collect(now)

    def allow(self, key, cost=1):
        with self._instant() as now:
            meter = self._young.get(key, _MISSING)
            if meter is _MISSING:
                meter = self._old.get(key, _MISSING)
            if meter is _MISSING:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._young[key] = meter
            else:
                wait = meter.take(now, cost)
        return wait == 0

    def _collect(self, now):
        for _ in range(4):
            if not self._old:
                self._old, self._young = self._young, self._old
                if not self._old:
                    return
            key, meter = self._old.popitem()
            if meter.level(now).reset_after > 0:
                self._young[key] = meter

    def __len__(self):
        with self._lock:
            return len(self._old) + len(self._young)
