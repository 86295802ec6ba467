"""Right: a deque of (time, cost) and a running sum; late takes are written down at the clock."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        self.clock = now = max(now, self.clock)
        log = self.log
        while log and log[0][0] <= now - self.period:
            self.used -= log.popleft()[1]
        missing = self.used + cost - self.limit
        if missing <= 0:
            log.append((now, cost))
            self.used += cost
            return 0
        for time, units in log:
            missing -= units
            if missing <= 0:
                return time + self.period - now
        raise AssertionError("an empty log has room")

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            used -= units
        reset = self.log[-1][0] + self.period - now if used else 0
        return Level(self.limit - used, reset)
