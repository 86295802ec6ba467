"""Wrong: drops what was idle for an hour of the limiter's ticks, not what is fresh: too early for a daily quota, too late for a short."""

import threading
from collections import OrderedDict

IDLE = 3_600_000_000_000  # ns


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._entries = OrderedDict()  # key -> (meter, last seen), least recently seen first
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._entries[key][0] if key in self._entries else self._new_meter()
            granted = meter.take(now, cost) == 0
            self._entries[key] = meter, now
            self._entries.move_to_end(key)
            self._now = now
            for _ in range(2):
                oldest = next(iter(self._entries))
                if now - self._entries[oldest][1] < IDLE:
                    break
                del self._entries[oldest]
            return granted

    def __len__(self):
        with self._lock:
            return len(self._entries)
