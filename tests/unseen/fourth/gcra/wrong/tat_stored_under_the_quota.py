"""TATs are stored in a table of the class under the quota, so all meters with equal quotas are one."""

from ratelimit import Level, Quota


class GCRA:
    TAT: dict[Quota, int] = {}

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.TAT.setdefault(quota, 0)

    def _ahead(self, now: int) -> int:
        return max(0, self.TAT[self.quota] - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError("out of range")
        ahead = self._ahead(now) + cost * q.period
        if (early := ahead - q.burst * q.period) > 0:
            return -(-early // q.limit)
        self.TAT[q] = now * q.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        q, ahead = self.quota, self._ahead(now)
        return Level(max(0, (q.burst * q.period - ahead) // q.period), -(-ahead // q.limit))
