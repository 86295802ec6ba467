"""(a) A level that finds the bucket full again normalises the state, so asking about the future changes the present.

Witness: 1/1 burst 148626: level(1391267367683355779) take(1391267367183356464, 148626) take(1391267367183356465) -> 1, right: 0
"""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("quota", "missing", "clock")

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.missing = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.burst:
            raise ValueError(cost)
        if now > self.clock:
            self.missing = max(0, self.missing - (now - self.clock) * quota.limit)
            self.clock = now
        over = self.missing + (cost - quota.burst) * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.missing += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        quota = self.quota
        missing = self.missing - max(0, now - self.clock) * quota.limit
        if missing <= 0:
            self.missing, self.clock = 0, max(now, self.clock)
            return Level(quota.burst, 0)
        return Level(quota.burst + -missing // quota.period, -(-missing // quota.limit))
