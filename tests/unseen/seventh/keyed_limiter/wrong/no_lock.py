"""Wrong: trusts the GIL and takes no lock, so two threads that bring the same new key make two meters, or are in one meter together (law 8)."""

from collections import deque


class KeyedLimiter:
    """Dict and deque operations are atomic in CPython, so no lock is needed."""

    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._queue = deque()
        self._now = 0

    def allow(self, key, cost=1):
        now = self._now = max(self._now, self._clock())
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            self._queue.append(key)
        else:
            granted = meter.take(now, cost) == 0
        for _ in range(2):
            try:
                candidate = self._queue.popleft()
            except IndexError:
                break
            if self._meters[candidate].level(now).reset_after == 0:
                self._meters.pop(candidate, None)
            else:
                self._queue.append(candidate)
        return granted

    def __len__(self):
        return len(self._meters)
