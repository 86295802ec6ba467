"""Forgets a key that was not used for 300 seconds, whether or not its meter has recovered.

Breaks: law 4 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/3600000000000: allow(0, "a") allow(600000000000, "b") allow(600000000000, "a")
Expected: True, True, False; yours: True, True, True
Shipped: django-ratelimit #85: the cache's default timeout of 300 s voids limits per hour
"""

from collections import OrderedDict
from threading import Lock

TIMEOUT = 300 * 10**9


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._held = OrderedDict()  # key -> [meter, last use]

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._look_at_first(now)
            if key in self._held:
                pair = self._held[key]
                wait = pair[0].take(now, cost)
                pair[1] = now
                return wait == 0
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._held[key] = [meter, now]
            return wait == 0

    def _look_at_first(self, now):
        if self._held:
            key, (meter, used) = self._held.popitem(last=False)
            if meter.level(now).reset_after and now - used < TIMEOUT:
                self._held[key] = [meter, used]

    def __len__(self):
        with self._lock:
            return len(self._held)
