"""It lets the start of the window saturate at 0, so that grants of tick 0 have left before they are a period old.

Port from Rust: `let start = now.saturating_sub(period);` and entries at or before `start` are dropped."""

from collections import deque

from ratelimit import Level, Quota


def saturating_sub(a, b):
    return a - b if a > b else 0


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.used, self.clock = deque(), 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost == 0 or cost > self.limit or cost < 0:
            raise ValueError("cost")
        if now > self.clock:
            self.clock = now
            start = saturating_sub(now, self.period)
            while self.log and self.log[0][0] <= start:
                self.used -= self.log.popleft()[1]
        now = self.clock
        if self.used <= self.limit - cost:
            self.log.append((now, cost))
            self.used += cost
            return 0
        need = cost - (self.limit - self.used)
        for time, units in self.log:
            need = saturating_sub(need, units)
            if need == 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        used = self.used
        if now > self.clock:
            start = saturating_sub(now, self.period)
            for time, units in self.log:
                if time > start:
                    break
                used -= units
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
