"""Moves a key to the end of the line before its take, so calls that raise keep an idle key from its turn.

Breaks: law 5 (an error leaves no trace), and so law 4's bound
Level: errors
Shows: 1/10: allow(0, "a") allow(0, "b") allow(20, "c") allow(20, "a", 2) allow(20, "d") len()
Expected: True, True, True, ValueError, True, 2; yours: True, True, True, ValueError, True, 3
Shipped: not known
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
            now = self._now = max(self._now, self._clock())
            if key in self._line:
                self._line.move_to_end(key)  # used last
                wait = self._line[key].take(now, cost)
            else:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                self._line[key] = meter
            first, meter = self._line.popitem(last=False)
            if meter.level(now).reset_after:
                self._line[first] = meter
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._line)
