"""Wrong: remembers the highest time for each key and not for the limiter (law 3), so after the clock was set back another key, or a new one, is decided in the past."""

import threading
from collections import deque


class _Client:
    __slots__ = ("meter", "seen")

    def __init__(self, meter):
        self.meter = meter
        self.seen = 0


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._clients = {}
        self._queue = deque()
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._clock()
            client = self._clients.get(key)
            new = client is None
            if new:
                client = _Client(self._new_meter())
            at = max(client.seen, now)
            granted = client.meter.take(at, cost) == 0
            client.seen = at
            if new:
                self._clients[key] = client
                self._queue.append(key)
            for _ in range(min(2, len(self._queue))):
                other = self._queue.popleft()
                entry = self._clients[other]
                entry.seen = max(entry.seen, now)
                if entry.meter.level(entry.seen).reset_after == 0:
                    del self._clients[other]
                else:
                    self._queue.append(other)
            return granted

    def __len__(self):
        return len(self._clients)
