"""(c) The state is a mutable default argument, so two buckets of the class share one (a fresh one refills it).

Witness: a = TokenBucket(Quota(1, 10)); b = TokenBucket(Quota(1, 10)); a.take(0) -> 0; b.take(0) -> 10, right: 0
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota, state: list = [0, 0]) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = quota.burst * quota.period
        state[:] = self.full, 0
        self.state = state

    def _at(self, now):
        credit, clock = self.state
        return min(self.full, credit + max(0, now - clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.state[:] = self._at(now), max(self.state[1], now)
        lack = cost * self.period - self.state[0]
        if lack > 0:
            return -(-lack // self.limit)
        self.state[0] = -lack
        return 0

    def level(self, now: int) -> Level:
        credit = self._at(now)
        return Level(credit // self.period, -((credit - self.full) // self.limit))
