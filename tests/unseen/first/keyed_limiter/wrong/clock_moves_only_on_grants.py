"""Wrong (a): the limiter's clock is moved by granted calls only, so a refused call at a later time is forgotten.

Witness: 1/10: allow(0, ann) allow(9, ann) -> False, allow(3, bob) -> True, allow(13, bob) -> True, right: False (bob was granted at 9)
"""

from collections import deque
from threading import Condition, Lock


def _build(new_meter, clock):
    guard = Condition(Lock())
    meters = {}
    order = deque()
    high = 0

    def sweep(now):
        if order:
            key = order[0]
            order.rotate(-1)
            if not meters[key].level(now).reset_after:
                order.pop()
                del meters[key]

    def allow(key, cost):
        nonlocal high
        with guard:
            now = max(high, clock())
            sweep(now)
            held = key in meters
            meter = meters[key] if held else new_meter()
            if meter.take(now, cost):
                return False
            high = now
            if not held:
                meters[key] = meter
                order.append(key)
            return True

    return allow, lambda: len(meters)


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._allow, self._count = _build(new_meter, clock)

    def allow(self, key, cost=1):
        return self._allow(key, cost)

    def __len__(self):
        return self._count()
