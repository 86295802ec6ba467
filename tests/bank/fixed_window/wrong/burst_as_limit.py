"""Takes the burst for the number of units that a window grants.

Breaks: law 5 (windows have no burst)
Level: cost
Shows: 1/10 burst 2: take(0) take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        self.capacity = quota.burst
        self.period = quota.period
        self.refill_at = 0
        self.left = self.capacity

    def take(self, now, cost=1):
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cost {cost} exceeds {self.capacity}")
        if now >= self.refill_at:
            self.refill_at = now + self.period - now % self.period
            self.left = self.capacity
        if cost > self.left:
            return self.refill_at - now
        self.left -= cost
        return 0

    def level(self, now):
        if now >= self.refill_at or self.left == self.capacity:
            return Level(self.capacity, 0)
        return Level(self.left, self.refill_at - now)
