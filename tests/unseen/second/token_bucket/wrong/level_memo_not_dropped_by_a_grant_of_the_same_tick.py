"""(c) level remembers its last answer by the tick it was asked for, and a take in between doesn't drop it.

Witness: 1/1: level(0) take(0, 1) level(0) -> Level(1, 0), right: Level(0, 1)
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0
        self.memo = (-1, -1, None)

    def _at(self, now):
        return min(self.full, self.credit + max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.credit = self._at(now)
        self.clock = max(self.clock, now)
        lack = cost * self.period - self.credit
        if lack > 0:
            return -(-lack // self.limit)
        self.credit = -lack
        return 0

    def level(self, now: int) -> Level:
        asked, clock, answer = self.memo
        if asked == now and clock == self.clock:
            return answer
        credit = self._at(now)
        answer = Level(credit // self.period, -((credit - self.full) // self.limit))
        self.memo = now, self.clock, answer
        return answer
