"""Looks for the wait by trying one tick after the other.

Breaks: law 8 (the time of a call grows with nothing but logarithms)
Level: cheap
Shows: with 3 per 1,000,000 ticks, take(0, 3) take(0) tries some 1,300,000 ticks
Expected: a refusal costs about as much as a grant; yours: a loop over each tick of the wait
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst makes no sense here")
        self.q = quota
        self.win, self.cur, self.pre = 0, 0, 0

    def _view(self, t: int) -> tuple[int, int]:
        ahead = t // self.q.period - self.win
        if ahead <= 0:
            return self.pre, self.cur
        return (self.cur, 0) if ahead == 1 else (0, 0)

    def _ok(self, t: int, cost: int) -> bool:
        pre, cur = self._view(t)
        part = pre * (self.q.period - t % self.q.period)
        return part <= (self.q.limit - cur - cost) * self.q.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.q.limit:
            raise ValueError(f"cost {cost} not in [1, {self.q.limit}]")
        now = max(now, self.win * self.q.period)
        if not self._ok(now, cost):
            wait = 1
            while not self._ok(now + wait, cost):
                wait += 1
            self.pre, self.cur = self._view(now)
            self.win = now // self.q.period
            return wait
        self.pre, self.cur = self._view(now)
        self.win = now // self.q.period
        self.cur += cost
        return 0

    def level(self, now: int) -> Level:
        pre, cur = self._view(now)
        rest = self.q.period - now % self.q.period
        room = max(0, (self.q.limit - cur) * self.q.period - pre * rest) // self.q.period
        return Level(room, rest + self.q.period if cur else rest if pre else 0)
