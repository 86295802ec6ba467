"""Right: keys in a list, removed by moving the last into the hole; the hand walks down, three steps a call, so new keys are never before it."""

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
            for _ in range(3):
                self._advance(now)
            return granted

    def _advance(self, now):
        slots = self._slots
        if not slots:
            return
        hand = self._hand - 1
        if not 0 <= hand < len(slots):
            hand = len(slots) - 1
        self._hand = hand
        key = slots[hand]
        if self._entry[key].level(now).reset_after == 0:
            del self._entry[key]
            last = slots.pop()
            if hand < len(slots):
                slots[hand] = last

    def __len__(self):
        return len(self._slots)
