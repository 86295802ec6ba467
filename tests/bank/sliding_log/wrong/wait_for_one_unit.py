"""Says to wait for the oldest grant to leave even when the cost needs more room than that.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 2/10: take(0) take(4) take(5, 2)
Expected: 9; yours: 5
Shipped: upstash-ratelimit 1.2.0, in its token bucket: a denied cost of 5 at a token per 10 s was told 10 s, not 50 s
"""

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.grants, self.head = [], 0
        self.used, self.clock = 0, 0

    def _live(self, now):
        head, used = self.head, self.used
        while head < len(self.grants) and self.grants[head][0] <= now - self.period:
            used -= self.grants[head][1]
            head += 1
        return head, used

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self.head, self.used = self._live(now)
        if 2 * self.head > len(self.grants):
            del self.grants[: self.head]
            self.head = 0
        if self.used + cost > self.limit:
            return self.grants[self.head][0] + self.period - now
        self.grants.append((now, cost))
        self.used += cost
        return 0

    def level(self, now):
        now = max(now, self.clock)
        _, used = self._live(now)
        return Level(self.limit - used, self.grants[-1][0] + self.period - now if used else 0)
