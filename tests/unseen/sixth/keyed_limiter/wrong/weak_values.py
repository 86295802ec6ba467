"""Wrong: a WeakValueDictionary, to be free of keys by itself: a meter that nobody else holds is gone after the call, fresh or not."""

import threading
import weakref


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter = new_meter
        self._clock = clock
        self._meters = weakref.WeakValueDictionary()
        self._now = 0
        self._lock = threading.Lock()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is None:
                meter = self._new_meter()
            granted = meter.take(now, cost) == 0
            self._meters[key] = meter
            self._now = now
            return granted

    def __len__(self):
        with self._lock:
            return len(self._meters)
