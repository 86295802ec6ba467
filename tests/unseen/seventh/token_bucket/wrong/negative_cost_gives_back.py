"""Wrong: only costs above the burst raise; a cost of 0 is granted and a negative one puts tokens in (limits, aiolimiter); shows with a cost below 1."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.have = quota.burst * quota.period
        self.when = 0

    def _now_have(self, now: int) -> int:
        return min(self.q.burst * self.q.period, self.have + max(0, now - self.when) * self.q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.q.burst:
            raise ValueError("cost is larger than the bucket")
        self.have = self._now_have(now)
        self.when = max(self.when, now)
        lack = cost * self.q.period - self.have
        if lack > 0:
            return -(-lack // self.q.limit)
        self.have = -lack
        return 0

    def level(self, now: int) -> Level:
        have = self._now_have(now)
        return Level(have // self.q.period, -(-(self.q.burst * self.q.period - have) // self.q.limit))
