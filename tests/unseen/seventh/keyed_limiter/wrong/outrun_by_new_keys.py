"""Wrong: a cursor checks one place per call in a list that grows by one per call, so while each call brings a new key it never comes round to a fresh one behind it (law 6)."""

import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._meters = {}
        self._keys = []
        self._cursor = 0
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._keys.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            self._check_one(now)
            return granted

    def _check_one(self, now):
        if self._cursor >= len(self._keys):
            self._cursor = 0
        key = self._keys[self._cursor]
        if self._meters[key].level(now).reset_after == 0:
            del self._meters[key]
            self._keys[self._cursor] = self._keys[-1]
            self._keys.pop()
        else:
            self._cursor += 1

    def __len__(self):
        return len(self._meters)
