"""Wrong: a lock for each key in a defaultdict; the sweep drops the meter but not its lock, so memory grows with the keys."""

from collections import defaultdict, deque
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._locks = defaultdict(Lock)
        self._meters = {}
        self._order = deque()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            lock = self._locks[key]
            with lock:
                now = max(self._now, self._clock())
                meter = self._meters.get(key)
                if meter is None:
                    meter = self._new_meter()
                    granted = meter.take(now, cost) == 0
                    self._meters[key] = meter
                    self._order.append(key)
                else:
                    granted = meter.take(now, cost) == 0
                self._now = now
            oldest = self._order.popleft()
            with self._locks[oldest]:
                if self._meters[oldest].level(now).reset_after == 0:
                    del self._meters[oldest]
                else:
                    self._order.append(oldest)
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
