"""It looks for the wait by halving between 0 and one period, but a wait can be almost two periods long."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int = 0
    before: int = 0
    current: int = 0


def view(s, window):
    if window <= s.window:
        return s
    return State(window, s.current if window == s.window + 1 else 0, 0)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.quota, self.state, self.clock = quota, State(), 0

    def room(self, now):
        s = view(self.state, now // self.quota.period)
        scaled = s.before * (self.quota.period - now % self.quota.period) + s.current * self.quota.period
        return self.quota.limit - -(-scaled // self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self.state = s = view(self.state, now // self.quota.period)
        if cost <= self.room(now):
            self.state = s._replace(current=s.current + cost)
            return 0
        lo, hi = 1, self.quota.period
        while lo < hi:
            mid = (lo + hi) // 2
            if cost <= self.room(now + mid):
                hi = mid
            else:
                lo = mid + 1
        return lo

    def level(self, now: int) -> Level:
        period = self.quota.period
        s = view(self.state, now // period)
        rest = period - now % period
        return Level(max(0, self.room(now)), rest + period if s.current else rest if s.before else 0)
