"""Looks a dropped key up again only once after it has its lock, and not until it has found one that lives.

Breaks: law 8 (threads spend neither too much nor too little)
Level: race
Shows: 1/10: ann is fresh. A finds her entry; B drops it; A makes a new one and has not locked it yet; C asks
allow("ann", 0), and the error drops that; A takes from it; allow("ann")
Expected: the last is False; yours: True
Shipped: not known
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter


class _Entry:
    __slots__ = ("dead", "lock", "meter", "queued")

    def __init__(self, meter):
        self.meter = meter
        self.lock = threading.Lock()
        self.dead = False
        self.queued = False


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._registry = threading.Lock()
        self._entries: dict[Hashable, _Entry] = {}
        self._ring: deque[tuple[Hashable, _Entry]] = deque()
        self._now = 0

    def _entry(self, key):
        with self._registry:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry(self._new_meter())
            return entry

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        entry = self._entry(key)
        entry.lock.acquire()
        if entry.dead:  # swept between look-up and lock
            entry.lock.release()
            entry = self._entry(key)
            entry.lock.acquire()
        try:
            with self._registry:
                now = max(self._now, self._clock())
            granted = entry.meter.take(now, cost) == 0
            with self._registry:
                self._now = max(self._now, now)
                if not entry.queued:
                    entry.queued = True
                    self._ring.append((key, entry))
        finally:
            if not entry.queued:  # nothing was ever granted here: leave no trace
                with self._registry:
                    entry.dead = True
                    if self._entries.get(key) is entry:
                        del self._entries[key]
            entry.lock.release()
        self._sweep()
        return granted

    def _sweep(self):
        with self._registry:
            for _ in range(min(2, len(self._ring))):
                key, entry = self._ring.popleft()
                if entry.lock.acquire(blocking=False):
                    try:
                        if not entry.meter.level(self._now).reset_after:
                            entry.dead = True
                            del self._entries[key]
                            continue
                    finally:
                        entry.lock.release()
                self._ring.append((key, entry))

    def __len__(self) -> int:
        with self._registry:
            return len(self._ring)
