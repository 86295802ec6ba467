"""Wrong (c): keys in a list; a hole is filled with the last key, and it is looked at next: so keys that came just now jump ahead of those that have waited, and the hand, though it goes two steps a call, comes too late.

Witness: 10/100: allow(0, a, 10) allow(0, b, 1) allow(10, c, 9); at 100 a and c are fresh and two are held: allow(100, d, 1) allow(110, e, 1); len -> 2, right: 1 (c is fresh since two calls; d too is fresh at 110, and was dropped in her place)
"""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new, self._clock, self._lock = new_meter, clock, Lock()
        self._entry = {}
        self._slots = []
        self._hand = 0
        self._now = 0

    def allow(self, key, cost=1):
        with self._lock:
            now = self._now = max(self._now, self._clock())
            try:
                meter = self._entry[key]
            except KeyError:
                meter = self._new()
                granted = meter.take(now, cost) == 0
                self._entry[key] = meter
                self._slots.append(key)
            else:
                granted = meter.take(now, cost) == 0
            self._advance(now)
            self._advance(now)
            return granted

    def _advance(self, now):
        slots = self._slots
        if not slots:
            return
        if self._hand >= len(slots):
            self._hand = 0
        key = slots[self._hand]
        if self._entry[key].level(now).reset_after == 0:
            del self._entry[key]
            last = slots.pop()
            if self._hand < len(slots):
                slots[self._hand] = last
        else:
            self._hand += 1

    def __len__(self):
        return len(self._slots)
