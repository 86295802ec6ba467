"""Wrong: with nothing in the log any cost is granted (no entry to wait for, as in limits #151); it should raise."""

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
        if cost < 1:
            raise ValueError("cost must be at least 1")
        at = max(now, self.clock)
        gone, used = self._gone(at)
        if used and cost > self.limit:
            raise ValueError(f"cost must be at most {self.limit}")
        self.clock = at
        for _ in range(gone):
            self.log.popleft()
        self.used = used
        if not used or used + cost <= self.limit:
            self.log.append((at, cost))
            self.used += cost
            return 0
        need = used + cost - self.limit
        for time, units in self.log:
            need -= units
            if need <= 0:
                return time + self.period - at
        return self.period

    def level(self, now: int) -> Level:
        _, used = self._gone(now)
        return Level(max(0, self.limit - used), self.log[-1][0] + self.period - now if used else 0)

    def _gone(self, now):
        gone, used = 0, self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            gone += 1
            used -= units
        return gone, used
