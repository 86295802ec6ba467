"""Wrong: no lock, as the operations of a dict are atomic: two threads each make a meter for a new key, and both are granted."""

from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._order = deque()
        self._now = 0

    def allow(self, key, cost=1):
        self._now = max(self._now, self._clock())
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(self._now, cost)
            self._meters[key] = meter
            self._order.append(key)
        else:
            wait = meter.take(self._now, cost)
        self._forget_one()
        return wait == 0

    def _forget_one(self):
        key = self._order.popleft()
        if self._meters[key].level(self._now).reset_after == 0:
            self._meters.pop(key, None)
        else:
            self._order.append(key)

    def __len__(self):
        return len(self._meters)
