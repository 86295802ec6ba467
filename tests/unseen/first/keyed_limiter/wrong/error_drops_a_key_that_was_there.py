"""Wrong (a): the clean-up after an error removes the key also when it was held before the call, and with it what it has spent.

Witness: 1/10: allow(0, ann) allow(0, ann, 2) -> ValueError allow(0, ann) -> True, right: False
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
                self.ring.pop(key, None)
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
