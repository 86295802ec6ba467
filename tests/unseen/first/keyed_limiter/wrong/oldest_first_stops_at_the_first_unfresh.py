"""Wrong (a): keys are kept in order of use and only the least recently used are looked at, as if they became fresh in that order.

Witness: 10/100: allow(0, slow, 10) allow(1, ann, 1) allow(11, bob, 10) allow(11, bob) -> False; len -> 3, right: 2 or less: ann is fresh at 11, when two keys are held, and must be gone after two calls
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
            except BaseException:
                if born:
                    del self.ring[key]
                raise
            self.ring.move_to_end(key)
            for _ in range(3):
                if not self.ring:
                    break
                oldest = next(iter(self.ring))
                if self.ring[oldest].level(now).reset_after:
                    break
                del self.ring[oldest]
            return answer

    def __len__(self):
        with self.mutex:
            return len(self.ring)
