"""Throws all meters away when there are more than ten thousand, as a backstop for memory.

Breaks: law 5 (a flood of new keys resets nobody)
Level: remember
Shows: 1/10, clock at 0: allow("ann"), 10,000 other keys once each, allow("ann")
Expected: the last is False; yours: True
Shipped: world-of-claudecraft#147 clears its attempts above 10,000 addresses; Cap#1736 does the same
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter

MAX_TRACKED = 10_000


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock, self.now = Lock(), 0
        self.meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters.get(key)
            new = meter is None
            if new:
                meter = self.new_meter()
            granted = meter.take(now, cost) == 0
            self.now = now
            if new:
                self.meters[key] = meter
                if len(self.meters) > MAX_TRACKED:
                    self.meters.clear()
                    return granted
            first, oldest = next(iter(self.meters.items()))
            if oldest.level(now).reset_after == 0:
                del self.meters[first]
            else:
                self.meters.move_to_end(first)
            return granted

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)
