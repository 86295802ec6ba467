"""Starts a thread that drops idle keys every ten milliseconds, instead of a little in each call.

Breaks: law 4 (no background thread)
Level: forget
Shows: threading.active_count() before and after a limiter is made, or 1/10: allow(0, "a") allow(20, "b") len() at once
Expected: the same number, and len() is 1; yours: one thread more, and len() is 2 until the thread has been there
Shipped: PyrateLimiter 3.1, #156: started a thread for each bucket that it made, and memory grew
"""

import threading
import time
import weakref


def _janitor(ref):
    while (limiter := ref()) is not None:
        limiter.sweep()
        del limiter
        time.sleep(0.01)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters = {}
        threading.Thread(target=_janitor, args=(weakref.ref(self),), daemon=True).start()

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            if key in self._meters:
                return self._meters[key].take(now, cost) == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            return wait == 0

    def sweep(self):
        with self._lock:
            for key in [key for key, meter in self._meters.items() if meter.level(self._now).reset_after == 0]:
                del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
