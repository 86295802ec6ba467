"""It removes what has left by `now` before it checks the cost, so that a call that raises takes entries away."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota, self.log, self.used, self.clock = quota, deque(), 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        at = max(now, self.clock)
        while self.log and self.log[0][0] <= at:
            self.used -= self.log.popleft()[1]
        wait = self._wait(at, cost)
        self.clock = at
        if wait == 0:
            self.log.append((at + self.quota.period, cost))
            self.used += cost
        return wait

    def _wait(self, at, cost):
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"no window ever has room for {cost}")
        excess = self.used + cost - self.quota.limit
        if excess <= 0:
            return 0
        for leaves, units in self.log:
            excess -= units
            if excess <= 0:
                return leaves - at

    def level(self, now: int) -> Level:
        used = self.used
        for leaves, units in self.log:
            if leaves > now:
                break
            used -= units
        return Level(self.quota.limit - used, self.log[-1][0] - now if used else 0)
