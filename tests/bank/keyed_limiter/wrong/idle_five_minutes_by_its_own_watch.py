"""Drops, besides the fresh ones, any key that nobody used for 300 s of the machine's own time.

Breaks: law 5 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/8: allow(0, ann), five minutes pass on the machine's clock, allow(0, bob)
Expected: two keys are held; yours: one
Shipped: PrefectHQ/fastmcp#4057, limiters idle for a fixed 300 s are dropped: at 0.001 a second the burst is back
after five minutes instead of hours
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter

TTL = 300.0


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock, self.now = Lock(), 0
        self.meters: OrderedDict[Hashable, list] = OrderedDict()  # key: [meter, last used, in seconds]

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock())
            seconds = time.monotonic()
            entry = self.meters.get(key)
            held = entry is not None
            if entry is None:
                entry = [self.new_meter(), seconds]
            granted = entry[0].take(now, cost) == 0
            entry[1] = seconds
            self.now = now
            if not held:
                self.meters[key] = entry
            first, (meter, used) = next(iter(self.meters.items()))
            if seconds - used > TTL or meter.level(now).reset_after == 0:
                del self.meters[first]
            else:
                self.meters.move_to_end(first)
            return granted

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)
