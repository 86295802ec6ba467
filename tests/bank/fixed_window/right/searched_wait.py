"""Asks "would it fit then?" of one instant after the other: waits are found by binary search over time."""

from ratelimit import Level


def first_true(low, high, predicate):
    """Smallest number in low..high for which the monotone predicate holds, high at the latest."""
    while low < high:
        middle = (low + high) // 2
        if predicate(middle):
            high = middle
        else:
            low = middle + 1
    return low


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("a window's burst is its limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.granted_at, self.granted = 0, 0

    def fits(self, when, cost):
        same_window = when // self.period == self.granted_at // self.period
        return cost + (self.granted if same_window else 0) <= self.limit

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        self.clock = now = max(now, self.clock)
        if not self.fits(now, cost):
            return first_true(1, self.period, lambda wait: self.fits(now + wait, cost))
        if self.granted_at // self.period != now // self.period:
            self.granted = 0
        self.granted_at = now
        self.granted += cost
        return 0

    def level(self, now):
        now = max(now, self.clock)
        used = self.granted if self.granted_at // self.period == now // self.period else 0
        return Level(self.limit - used, first_true(0, self.period, lambda wait: self.fits(now + wait, self.limit)))
