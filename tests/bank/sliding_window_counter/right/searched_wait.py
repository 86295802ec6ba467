"""Only tells how much is in use at an instant; waits are found by halving the time ahead."""

from ratelimit import Level


def smallest(low, high, predicate):
    """Smallest number in low..high for which the monotone predicate holds, high at the latest."""
    while low < high:
        middle = (low + high) // 2
        if predicate(middle):
            high = middle
        else:
            low = middle + 1
    return low


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("a window's burst is its limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.newest = (0, 0)  # (window, units)
        self.second = (-1, 0)

    def units(self, window):
        return sum(units for index, units in (self.newest, self.second) if index == window)

    def free(self, when):
        """Whole units free at that instant, if nothing is granted until then."""
        window, elapsed = divmod(when, self.period)
        fading = self.units(window - 1) * (self.period - elapsed)
        return ((self.limit - self.units(window)) * self.period - fading) // self.period

    def wait(self, now, cost):
        if self.free(now) >= cost:
            return 0
        return smallest(1, 2 * self.period, lambda wait: self.free(now + wait) >= cost)

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        self.clock = now = max(now, self.clock)
        wait = self.wait(now, cost)
        if not wait:
            window = now // self.period
            if window != self.newest[0]:
                self.second, self.newest = self.newest, (window, 0)
            self.newest = (window, self.newest[1] + cost)
        return wait

    def level(self, now):
        now = max(now, self.clock)
        return Level(max(0, self.free(now)), self.wait(now, self.limit))
