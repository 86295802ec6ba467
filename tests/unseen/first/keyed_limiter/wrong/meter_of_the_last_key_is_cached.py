"""Wrong (c): the last key and its meter are remembered to save the look-up; after the key was dropped the cache still serves its meter, which nobody holds.

Witness: 2/10: allow(0, ann) allow(20, ann, 3) -> ValueError (the sweep before it drops ann, who is fresh) allow(20, ann, 2) -> True, but len -> 0, right: 1; then allow(20, bob) allow(20, ann) -> True, right: False
"""

from collections import deque
from threading import Condition, Lock


def _build(new_meter, clock):
    guard = Condition(Lock())
    meters = {}
    order = deque()
    high = 0
    last = (object(), None)

    def sweep(now):
        if order:
            key = order[0]
            order.rotate(-1)
            if not meters[key].level(now).reset_after:
                order.pop()
                del meters[key]

    def allow(key, cost):
        nonlocal high, last
        with guard:
            high = max(high, clock())
            sweep(high)
            if last[0] == key:
                held, meter = True, last[1]
            else:
                held = key in meters
                meter = meters[key] if held else new_meter()
            if meter.take(high, cost):
                return False
            if not held:
                meters[key] = meter
                order.append(key)
            last = (key, meter)
            return True

    return allow, lambda: len(meters)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._allow, self._count = _build(new_meter, clock)

    def allow(self, key, cost=1):
        return self._allow(key, cost)

    def __len__(self):
        return self._count()
