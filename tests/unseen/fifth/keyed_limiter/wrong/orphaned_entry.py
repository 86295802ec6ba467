"""Wrong: an entry is found under the table's lock and used under its own; between the two a sweep may drop it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class _Entry:
    def __init__(self, meter: Meter) -> None:
        self.lock = Lock()
        self.meter = meter
        self.users = 1  # calls that are in here for the first time: not to be swept


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._table = Lock()
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._table:
            entry = self._entries.get(key)
        if entry is not None:
            with entry.lock, self._table:
                return self._decide(key, entry, cost)
        with self._table:
            entry = self._entries.get(key) or _Entry(self._new_meter())
            return self._decide(key, entry, cost)

    def _decide(self, key: Hashable, entry: _Entry, cost: int) -> bool:
        now = max(self._now, self._clock())
        looked = []
        for other, its in self._entries.items():
            looked.append((other, its is not entry and its.meter.level(now).reset_after == 0))
            if len(looked) == 2:
                break
        granted = entry.meter.take(now, cost) == 0
        self._now = now
        for other, fresh in looked:
            if fresh:
                del self._entries[other]
            else:
                self._entries.move_to_end(other)
        if entry.users:
            entry.users = 0
            self._entries[key] = entry
        return granted

    def __len__(self) -> int:
        with self._table:
            return len(self._entries)
