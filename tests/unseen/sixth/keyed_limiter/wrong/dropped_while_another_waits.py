"""Wrong: a lock for each meter; who waits for one while the key is dropped goes on with the dropped meter, beside a new one."""

from collections import deque
from threading import Lock


class _Entry:
    __slots__ = ("meter", "lock", "__weakref__")

    def __init__(self, meter):
        self.meter = meter
        self.lock = Lock()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._entries = {}
        self._order = deque()
        self._now = 0
        self._lock = Lock()

    def allow(self, key, cost=1):
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                now = max(self._now, self._clock())
                entry = _Entry(self._new_meter())
                granted = entry.meter.take(now, cost) == 0
                self._entries[key] = entry
                self._order.append(key)
                self._now = now
                self._forget()
                return granted
        with entry.lock:
            now = max(self._now, self._clock())
            granted = entry.meter.take(now, cost) == 0
        with self._lock:
            self._now = max(self._now, now)
            self._forget()
        return granted

    def _forget(self):
        if not self._order:
            return
        key = self._order.popleft()
        entry = self._entries[key]
        with entry.lock:
            if entry.meter.level(self._now).reset_after == 0:
                del self._entries[key]
            else:
                self._order.append(key)

    def __len__(self):
        with self._lock:
            return len(self._entries)
