"""Right: an OrderedDict is the ring, an RLock guards everything, `len` too; a new key is stored before it takes and removed on error."""

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
