"""The sum of the count and the cost wraps at 2**64, so that with a huge limit a full window grants.

Source: (c) a port from Go or C with uint64.
Witness: 18446744073709551615/10: take(4, 18446744073709551615) take(5) -> 0, right: 5
"""

from ratelimit import Level, Quota

MASK = (1 << 64) - 1


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        total = self.used + cost & MASK
        if total > self.limit:
            return (self.window + 1) * self.period - now
        self.used = total
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
