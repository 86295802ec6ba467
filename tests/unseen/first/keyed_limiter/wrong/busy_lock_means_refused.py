"""Wrong (c): a call that finds the lock taken answers False at once instead of waiting (tryLock, as in a fail-fast Java port): too little is spent.

Witness: 2/10: while thread A is inside allow("ann") (in its clock), thread B calls allow("bob") -> False, right: True
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
        if not self.mutex.acquire(blocking=False):
            return False
        try:
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
        finally:
            self.mutex.release()

    def __len__(self):
        with self.mutex:
            return len(self.ring)
