"""Wrong: only a call that brings a new key looks for others to drop."""

import threading
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter

LOOKS = 3


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.mutex = threading.RLock()
        self.latest = None
        self.index = {}  # key -> slot
        self.keys = []
        self.meters = []
        self.cursor = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        self.mutex.acquire()
        try:
            now = self.clock()
            if self.latest is not None and self.latest > now:
                now = self.latest
            slot = self.index.get(key, -1)
            meter = self.new_meter() if slot < 0 else self.meters[slot]

            at = self.cursor
            doomed = []
            i = 0
            while slot < 0 and i < LOOKS and i < len(self.keys):
                if at >= len(self.keys):
                    at = 0
                if at != slot and self.meters[at].level(now).reset_after == 0:
                    doomed.append(self.keys[at])
                at += 1
                i += 1

            wait = meter.take(now, cost)

            # From here on nothing raises.
            self.latest = now
            self.cursor = at
            for other in doomed:
                self._remove(other)
            if slot < 0:
                self.index[key] = len(self.keys)
                self.keys.append(key)
                self.meters.append(meter)
            return wait == 0
        finally:
            self.mutex.release()

    def _remove(self, key):
        gap = self.index.pop(key)
        last = len(self.keys) - 1
        if gap < self.cursor:
            # Keep what was looked at below the cursor: first close the gap with the slot just below it.
            self.cursor -= 1
            if gap != self.cursor:
                self._move(self.cursor, gap)
                gap = self.cursor
        if gap != last:
            self._move(last, gap)
        self.keys.pop()
        self.meters.pop()

    def _move(self, source, target):
        self.keys[target] = self.keys[source]
        self.meters[target] = self.meters[source]
        self.index[self.keys[target]] = target

    def __len__(self) -> int:
        with self.mutex:
            return len(self.keys)
