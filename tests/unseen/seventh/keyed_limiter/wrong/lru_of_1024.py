"""Wrong: throttled-py's memory store: an LRU of 1024 keys that drops the one used least recently, fresh or not (law 5), so 1024 invented keys give a spent one its units back."""

import threading
from collections import OrderedDict

MAX_SIZE = 1024


class MemoryStore:
    def __init__(self, max_size=MAX_SIZE):
        self.max_size = max_size
        self.entries = OrderedDict()

    def get(self, key):
        meter = self.entries.get(key)
        if meter is not None:
            self.entries.move_to_end(key)
        return meter

    def set(self, key, meter):
        self.entries[key] = meter
        if len(self.entries) > self.max_size:
            self.entries.popitem(last=False)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._store = MemoryStore()
        self._lock = threading.RLock()
        self._now = 0
        self._checks = iter(())

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._store.get(key)
            if meter is None:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                self._store.set(key, meter)
            else:
                granted = meter.take(now, cost) == 0
            self._now = now
            self._forget_fresh(now)
            return granted

    def _forget_fresh(self, now):
        entries = self._store.entries
        for _ in range(2):
            if not entries:
                return
            key = next(iter(entries))
            if entries[key].level(now).reset_after == 0:
                del entries[key]
            else:
                entries.move_to_end(key)

    def __len__(self):
        return len(self._store.entries)
