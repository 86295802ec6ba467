"""Variant of wrong/penalty_box: the two numbers of the state in a list, and a third for the ban."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.state = [0, quota.burst * quota.period]
        self.banned_until = 0

    def _forward(self, now: int) -> list[int]:
        tick, amount = self.state
        gained = (now - tick) * self.q.limit
        if gained <= 0:
            return [tick, amount]
        return [now, min(amount + gained, self.q.burst * self.q.period)]

    def take(self, now: int, cost: int = 1) -> int:
        if min(cost, self.q.burst - cost + 1) <= 0:
            raise ValueError("cost")
        self.state = self._forward(now)
        if self.state[0] < self.banned_until:
            return self.banned_until - self.state[0]
        left = self.state[1] - cost * self.q.period
        if left < 0:
            self.banned_until = self.state[0] - left // self.q.limit
            return self.banned_until - self.state[0]
        self.state[1] = left
        return 0

    def level(self, now: int) -> Level:
        amount = self._forward(now)[1]
        lacks = self.q.burst * self.q.period - amount
        return Level(amount // self.q.period, -(-lacks // self.q.limit))
