"""Joins the parts of a key that is a tuple with a slash, so that different tuples become one text.

Breaks: law 1 (keys are strangers)
Level: keys
Shows: 1/10: allow(0, ("a/b", "c")) allow(0, ("a", "b/c"))
Expected: True, True; yours: True, False
Shipped: limits 5.8.0: key_for joins the identifiers with "/", and these two pairs share a counter
"""

from collections import deque
from threading import Lock


def _name(key):
    return "/".join(map(str, key)) if isinstance(key, tuple) else key


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._lock = Lock()
        self._now = 0
        self._meters = {}
        self._names = deque()

    def allow(self, key, cost=1):
        name = _name(key)
        with self._lock:
            now = self._now = max(self._now, self._clock())
            meter = self._meters.get(name)
            known = meter is not None
            if not known:
                meter = self._new_meter()
            wait = meter.take(now, cost)
            if not known:
                self._meters[name] = meter
                self._names.append(name)
            first = self._names.popleft()
            if self._meters[first].level(now).reset_after:
                self._names.append(first)
            else:
                del self._meters[first]
            return wait == 0

    def __len__(self):
        with self._lock:
            return len(self._meters)
