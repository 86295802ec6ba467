"""Wrong (a): a new key is stored before its take and is removed again on `ValueError`, but not when the meter raises anything else.

Witness: meters whose take raises OverflowError for cost 10**30: allow("ann", 10**30) raises, then len(limiter) -> 1, right: 0
"""

from collections import OrderedDict
from threading import RLock

_MISSING = object()


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter, self.clock = new_meter, clock
        self.mutex = RLock()
        self.latest = 0
        self.ring = OrderedDict()

    def allow(self, key, cost=1):
        with self.mutex:
            self.latest = now = max(self.clock(), self.latest)
            meter = self.ring.get(key, _MISSING)
            born = meter is _MISSING
            if born:
                meter = self.ring[key] = self.new_meter()
            try:
                answer = meter.take(now, cost) == 0
            except ValueError:
                if born:
                    del self.ring[key]
                raise
            for _ in range(3):
                if not self.ring:
                    break
                oldest, held = self.ring.popitem(last=False)
                if held.level(now).reset_after:
                    self.ring[oldest] = held
            return answer

    def __len__(self):
        with self.mutex:
            return len(self.ring)
