"""Right: entries in a doubly linked ring with a hand that visits three entries per call, like the CLOCK algorithm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

from ratelimit import Clock, Meter


class _Entry:
    __slots__ = ("key", "meter", "next", "prev")

    def __init__(self, key: Any, meter: Any) -> None:
        self.key = key
        self.meter = meter
        self.next = self
        self.prev = self

    def insert_before(self, other: _Entry) -> None:
        self.prev, self.next = other.prev, other
        other.prev.next = self
        other.prev = self

    def unlink(self) -> _Entry:
        """Take the entry out of the ring; return the one after it."""
        after = self.next
        self.prev.next, after.prev = after, self.prev
        self.next = self.prev = self
        return after


class KeyedLimiter:
    """One meter per key. New entries go in just behind the hand, so it reaches them last."""

    VISITS = 3

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.RLock()
        self.time = 0
        self.index: dict[Hashable, _Entry] = {}
        self.hand: _Entry | None = None

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.mutex:
            reading = self.clock()
            now = reading if reading > self.time else self.time
            entry = self.index.get(key)
            if entry is not None:
                wait = entry.meter.take(now, cost)
            else:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self._hold(key, meter)
            self.time = now
            self._turn(now)
            return not wait

    def _hold(self, key: Hashable, meter: Meter) -> None:
        entry = _Entry(key, meter)
        self.index[key] = entry
        if self.hand is None:
            self.hand = entry
        else:
            entry.insert_before(self.hand)

    def _turn(self, now: int) -> None:
        for _ in range(self.VISITS):
            entry = self.hand
            if entry is None:
                return
            if entry.meter.level(now).reset_after > 0:
                self.hand = entry.next
                continue
            after = entry.unlink()
            self.hand = None if after is entry else after
            del self.index[entry.key]

    def __len__(self) -> int:
        with self.mutex:
            return len(self.index)
