"""Wrong: looks at one entry in each call: if each call brings a new key, the list grows as fast as the hand goes, and it never comes round."""

from dataclasses import dataclass
from threading import Lock
from typing import Any


@dataclass(slots=True, eq=False)
class Entry:
    key: Any
    meter: Any


class KeyedLimiter:
    LOOKS = 1

    def __init__(self, new_meter, clock):
        self._make, self._clock = new_meter, clock
        self._guard = Lock()
        self._index: dict[Any, Entry] = {}
        self._entries: list[Entry] = []
        self._hand = 0
        self._time = 0

    def allow(self, key, cost=1):
        with self._guard:
            time = self._clock()
            if time < self._time:
                time = self._time
            entry = self._index.get(key)
            if entry is None:
                meter = self._make()
                granted = not meter.take(time, cost)
                entry = Entry(key, meter)
                self._index[key] = entry
                self._entries.append(entry)
            else:
                granted = not entry.meter.take(time, cost)
            self._time = time
            looks = self.LOOKS
            while looks and self._entries:
                looks -= 1
                self._look()
            return granted

    def _look(self):
        if self._hand >= len(self._entries):
            self._hand = 0
        entry = self._entries[self._hand]
        if entry.meter.level(self._time).reset_after:
            self._hand += 1
            return
        del self._index[entry.key]
        last = self._entries.pop()
        if last is not entry:
            self._entries[self._hand] = last  # looked at next

    def __len__(self):
        return len(self._index)
