"""Has its test the wrong way round: above a hundred keys it drops the spent ones and keeps the fresh ones.

Breaks: law 5 (a key that is not fresh is never dropped)
Level: remember
Shows: 1/10, clock at 0: 101 keys once each, and then each of them once more
Expected: all of the second round refused; yours: some of them granted
Shipped: hpcloud/tail#105, undrained buckets are dropped above a hundred keys, drained ones never;
LemmyNet/lemmy#4560, full buckets were to be removed, and all were
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter, self.clock = new_meter, clock
        self.lock, self.now = Lock(), 0
        self.meters: OrderedDict[Hashable, Meter] = OrderedDict()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters.get(key)
            known = meter is not None
            if meter is None:
                meter = self.new_meter()
            granted = meter.take(now, cost) == 0
            self.now = now
            if not known:
                self.meters[key] = meter
            crowded = len(self.meters) > 100
            first = next(iter(self.meters))
            idle = self.meters[first].level(now).reset_after == 0
            if (not idle) if crowded else idle:
                del self.meters[first]
            else:
                self.meters.move_to_end(first)
            return granted

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)
