"""Wrong: the wait is until the newest grant leaves, as in limits #200: too long once there is more than one grant."""

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
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        now = self.clock = max(self.clock, now)
        while self.log and self.log[0][0] + self.period <= now:
            self.used -= self.log.popleft()[1]
        if self.used + cost > self.limit:
            return self._reset(now)
        self.log.append((now, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time + self.period > now:
                break
            used -= units
        return Level(self.limit - used, self._reset(now) if used else 0)

    def _reset(self, now):
        return self.log[-1][0] + self.period - now
