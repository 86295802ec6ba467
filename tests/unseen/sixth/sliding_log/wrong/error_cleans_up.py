"""Wrong: the log is trimmed to `now` before the cost is checked, so a call that raises removes grants that count."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - period:
            self.used -= self.log.popleft()[1]
        if cost < 1 or cost > limit:
            raise ValueError("cost")
        self.clock = now
        if self.used + cost <= limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        free = limit - self.used
        for time, units in self.log:
            free += units
            if free >= cost:
                break
        return time + period - now

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time > now - self.quota.period:
                break
            used -= units
        return Level(self.quota.limit - used, self.log[-1][0] + self.quota.period - now if used else 0)
