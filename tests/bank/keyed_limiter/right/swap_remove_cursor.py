"""Slots in a list, freed by moving the last one in; a cursor looks at four a call, to outrun all that slows it."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

# To come round to a key, the cursor looks at every key that was held (n), at a newcomer of each call (x), and once more
# at each of those that is moved under it: 2n + 2x looks at most, which is 4x when x = n calls have passed.
LOOKS = 4


@dataclass(slots=True)
class Slot:
    key: Any
    meter: Any


@dataclass(eq=False)
class KeyedLimiter:
    new_meter: Any
    clock: Any
    _lock: Any = field(default_factory=Lock, repr=False)
    _now: int = 0
    _slots: list[Slot] = field(default_factory=list)
    _index: dict[Any, Slot] = field(default_factory=dict)
    _cursor: int = 0

    def allow(self, key, cost=1):
        with self._lock:
            self._now = max(self._now, self.clock())
            slot = self._index.get(key)
            known = slot is not None
            if not known:
                slot = Slot(key, self.new_meter())
            granted = slot.meter.take(self._now, cost) == 0
            if not known:
                self._index[key] = slot
                self._slots.append(slot)
            for _ in range(LOOKS):
                self._inspect()
            return granted

    def _inspect(self):
        if not self._slots:
            return
        if self._cursor >= len(self._slots):
            self._cursor = 0
        slot = self._slots[self._cursor]
        if slot.meter.level(self._now).reset_after:
            self._cursor += 1
            return
        del self._index[slot.key]
        last = self._slots.pop()
        if last is not slot:
            self._slots[self._cursor] = last  # the cursor stays: it has not seen this one

    def __len__(self):
        with self._lock:
            return len(self._slots)
