"""Reports `remaining` as the last take left it, still counting what has left the window since.

Breaks: law 7 (level is exact)
Level: level
Shows: 2/10: take(0) take(5) level(10)
Expected: Level(remaining=1, reset_after=5); yours: Level(remaining=0, reset_after=5)
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.grants: list[tuple[int, int]] = []
        self.head = self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        horizon = now - self.quota.period
        while self.head < len(self.grants) and self.grants[self.head][0] <= horizon:
            self.used -= self.grants[self.head][1]
            self.head += 1
        if self.head * 2 > len(self.grants):
            self.grants = self.grants[self.head :]
            self.head = 0
        if self.used + cost <= self.quota.limit:
            self.grants.append((now, cost))
            self.used += cost
            return 0
        room, index = self.quota.limit - self.used, self.head
        while room + self.grants[index][1] < cost:
            room += self.grants[index][1]
            index += 1
        return self.grants[index][0] - horizon

    def level(self, now: int) -> Level:
        if not self.used:
            return Level(self.quota.limit, 0)
        newest = self.grants[-1][0]
        return Level(self.quota.limit - self.used, max(0, newest + self.quota.period - now))
