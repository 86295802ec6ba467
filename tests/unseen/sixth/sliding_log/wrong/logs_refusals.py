"""Wrong: writes every request down, refused ones too, as the ZADD-then-ZCARD recipe does; retries push back the wait."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.log = deque()
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0] <= now - self.quota.period:  # ZREMRANGEBYSCORE
            self.log.popleft()
        self.log.extend([now] * cost)  # ZADD
        over = len(self.log) - self.quota.limit  # ZCARD
        while len(self.log) > 2 * self.quota.limit:
            self.log.popleft()
        if over <= 0:
            return 0
        return self.log[min(over, len(self.log)) - 1] + self.quota.period - now or self.quota.period

    def level(self, now: int) -> Level:
        gone = 0
        for time in self.log:
            if time > now - self.quota.period:
                break
            gone += 1
        used = len(self.log) - gone
        return Level(max(0, self.quota.limit - used), self.log[-1] + self.quota.period - now if used else 0)
