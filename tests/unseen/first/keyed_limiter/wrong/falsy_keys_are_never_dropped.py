"""Wrong (b, cyanheads/mcp-ts-core #405): the key that is to be dropped is tested for truth, so "", 0, () and False stay for ever.

Witness: 1/10: allow(0, "") allow(20, "x") allow(40, "y") allow(60, "z"); len -> 2, right: 1
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
            if key and not meters[key].level(now).reset_after:
                order.pop()
                del meters[key]

    def allow(key, cost):
        nonlocal high
        with guard:
            high = max(high, clock())
            sweep(high)
            held = key in meters
            meter = meters[key] if held else new_meter()
            if meter.take(high, cost):
                return False
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
