"""Wrong (c): the highest time is kept in a 64-bit signed integer, as in Java or Go: from 2**63 on it wraps and is below every time, so the clock goes back again.

Witness: 1/10: allow(2**63 + 5, ann) allow(2**63 + 20, ann) -> True, allow(2**63 + 10, bob) -> True, allow(2**63 + 20, bob) -> True, right: False (bob was granted at 2**63 + 20)
"""

from ctypes import c_int64
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new, self._clock, self._lock = new_meter, clock, Lock()
        self._entry = {}
        self._slots = []
        self._hand = 0
        self._high = c_int64(0)

    def allow(self, key, cost=1):
        with self._lock:
            now = max(self._high.value, self._clock())
            self._high.value = now
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
