"""Notes when a key will be fresh in a finer unit than the clock's, and asks a thousand times too late.

Breaks: law 4 (forgotten within as many calls as keys were held)
Level: forget
Same as: never_forgets
Shows: 1/10: allow(0, "a") allow(20, "b") len()
Expected: True, True, 1; yours: True, True, 2
Shipped: Kong #14995: milliseconds where EXPIREAT takes seconds, so that keys hardly ever expired
"""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._line = OrderedDict()

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._line[key][0] if key in self._line else self._new_meter()
            wait = meter.take(now, cost)
            self._now = now
            self._line[key] = meter, now + meter.level(now).reset_after * 1000
            front, (meter, due) = next(iter(self._line.items()))
            if due <= now and meter.level(now).reset_after == 0:
                del self._line[front]
            else:
                self._line.move_to_end(front)
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._line)
