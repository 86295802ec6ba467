"""Wrong: times are kept as float seconds, as time.time() gives them; near an epoch in ns they are off by a hundred."""

from collections import deque

from ratelimit import Level, Quota

NS = 1e9


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.window = quota.period / NS
        self.log = deque()
        self.used = 0
        self.clock = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = seconds = max(self.clock, now / NS)
        while self.log and self.log[0][0] <= seconds - self.window:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need <= 0:
            self.log.append((seconds, cost))
            self.used += cost
            return 0
        for time, units in self.log:
            need -= units
            if need <= 0:
                break
        return max(1, round((time + self.window - seconds) * NS))

    def level(self, now: int) -> Level:
        seconds = now / NS
        used = self.used
        for time, units in self.log:
            if time > seconds - self.window:
                break
            used -= units
        reset = self.log[-1][0] + self.window - seconds if used else 0
        return Level(self.limit - used, max(0, round(reset * NS)))
