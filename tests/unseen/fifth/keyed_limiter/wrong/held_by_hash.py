"""Wrong: the hash stands for the key, which saves memory; -1 and -2 have the same."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from ratelimit import Clock, Meter


@dataclass(order=False, eq=False, slots=True)
class Entry:
    key: Hashable
    meter: Meter
    due: int
    serial: int

    def __lt__(self, other: Entry) -> bool:
        return (self.due, self.serial) < (other.due, other.serial)


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._make, self._read, self._guard = new_meter, clock, Lock()
        self._entries: dict[Hashable, Entry] = {}
        self._heap: list[Entry] = []
        self._serials = itertools.count()
        self._now = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        key = hash(key)  # the key itself may be long
        with self._guard:
            now = max(self._read(), self._now)
            entry = self._entries.get(key)

            # The two that are due first: the root, and the smaller child.
            due = self._heap[:1] + ([min(self._heap[1:3])] if len(self._heap) > 1 else [])
            checked = [(e, e.meter.level(now).reset_after) for e in due if e.due <= now]

            if entry is None:
                meter = self._make()
                granted = meter.take(now, cost) == 0
                created = Entry(key, meter, now + meter.level(now).reset_after, next(self._serials))
            else:
                granted = entry.meter.take(now, cost) == 0
                created = None

            self._now = now
            for e, reset in checked:
                popped = heapq.heappop(self._heap)
                assert popped is e
            for e, reset in checked:
                if reset == 0 and e is not entry:
                    del self._entries[e.key]
                else:
                    # One that has just been used is later than it was; it comes up again at once, and is asked then.
                    e.due = now + max(reset, 1)
                    heapq.heappush(self._heap, e)
            if created is not None:
                self._entries[key] = created
                heapq.heappush(self._heap, created)
            return granted

    def __len__(self) -> int:
        with self._guard:
            return len(self._entries)
