"""Wrong: a port of Java's ConcurrentHashMap with 16 segments that sweep only when one of their own keys is called, so a fresh key in a quiet segment stays (law 6: calls for any keys count)."""

import threading
from collections import deque

SEGMENTS = 16


class Segment:
    def __init__(self):
        self.lock = threading.Lock()
        self.meters = {}
        self.queue = deque()

    def expire(self, now):
        for _ in range(min(2, len(self.queue))):
            key = self.queue.popleft()
            if self.meters[key].level(now).reset_after == 0:
                del self.meters[key]
            else:
                self.queue.append(key)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._segments = [Segment() for _ in range(SEGMENTS)]
        self._now = 0
        self._time_lock = threading.Lock()

    def _read(self):
        with self._time_lock:
            return max(self._now, self._clock())

    def _settle(self, now):
        with self._time_lock:
            self._now = max(self._now, now)

    def allow(self, key, cost=1):
        segment = self._segments[hash(key) % SEGMENTS]
        with segment.lock:
            now = self._read()
            meter = segment.meters.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                segment.meters[key] = meter
                segment.queue.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._settle(now)
            segment.expire(now)
            return granted

    def __len__(self):
        return sum(len(segment.meters) for segment in self._segments)
