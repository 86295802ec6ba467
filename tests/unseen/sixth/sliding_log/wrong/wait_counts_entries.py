"""Wrong: the wait looks up the cost-th entry, as if each entry were one unit; shows with grants of more than one."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        over = self.used + cost - self.limit
        if over > 0:
            index = min(over, len(self.log)) - 1
            return self.log[index][0] + self.period - now
        self.log.append((now, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
