"""Wrong: drops a key when its meter has as much left as a new one, which one made of two limits has before it is fresh (law 5); and it asks a level for more than reset_after."""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = {}
        self._queue = deque()
        self._now = 0
        self._full = None  # what a new meter has left
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
                if self._full is None:
                    self._full = meter.level(now).remaining
                granted = meter.take(now, cost) == 0
                self._meters[key] = meter
                self._queue.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            for _ in range(min(2, len(self._queue))):
                other = self._queue.popleft()
                if self._is_untouched(self._meters[other], now):
                    del self._meters[other]
                else:
                    self._queue.append(other)
            return granted

    def _is_untouched(self, meter, now):
        reset_after = meter.level(now).reset_after
        if reset_after == 0:
            return True
        # A meter that has all of its units again needs no memory.
        return meter.level(now).remaining >= self._full

    def __len__(self):
        return len(self._meters)
