"""Takes a quota with a burst and silently ignores the burst.

Breaks: law 5 (windows have no burst)
Level: cost
Same as: burst_as_limit
Shows: 2/10 burst 3: take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.issued = self.dropped = 0
        self.last_units, self.leave_at = [], []

    def ready_at(self, ticket):
        return self.leave_at[bisect_left(self.last_units, ticket)] if ticket > self.dropped else 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        self.clock = now = max(now, self.clock)
        ready_at = self.ready_at(self.issued + cost - self.limit)
        if ready_at > now:
            return ready_at - now
        self.issued += cost
        self.last_units.append(self.issued)
        self.leave_at.append(now + self.period)
        if self.leave_at[len(self.leave_at) // 2] <= now:
            gone = bisect_right(self.leave_at, now)
            self.dropped = self.last_units[gone - 1]
            del self.last_units[:gone], self.leave_at[:gone]
        return 0

    def level(self, now):
        now = max(now, self.clock)
        gone = bisect_right(self.leave_at, now)
        out = self.last_units[gone - 1] if gone else self.dropped
        return Level(self.limit - self.issued + out, max(0, self.ready_at(self.issued) - now))
