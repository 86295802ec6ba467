"""What is worked out from a quota is shared by all quotas with the same limit and period, whatever their bursts."""

from collections import namedtuple

from ratelimit import Level, Quota

Plan = namedtuple("Plan", "limit period burst full")


class TokenBucket:
    _plans = {}  # a million clients have few rates: they share the plan

    def __init__(self, quota: Quota) -> None:
        rate = quota.limit, quota.period
        if rate not in self._plans:
            self._plans[rate] = Plan(*rate, quota.burst, quota.burst * quota.period)
        self.plan = self._plans[rate]
        self.lacks, self.clock = 0, 0

    def _lacks(self, now: int) -> int:
        return max(0, self.lacks - self.plan.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst, full = self.plan
        if not 1 <= cost <= burst:
            raise ValueError(f"1 to {burst}, not {cost}")
        self.lacks, self.clock = self._lacks(now), max(self.clock, now)
        over = self.lacks + cost * period - full
        if over > 0:
            return -(-over // limit)
        self.lacks += cost * period
        return 0

    def level(self, now: int) -> Level:
        lacks = self._lacks(now)
        return Level((self.plan.full - lacks) // self.plan.period, -(-lacks // self.plan.limit))
