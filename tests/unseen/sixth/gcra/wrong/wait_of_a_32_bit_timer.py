"""Wrong: a wait is cut to 2**31 - 1, the most that setTimeout takes; 2.1 seconds in ns, and the retry is refused again."""

from ratelimit import Level, Quota

MAX_TIMEOUT = 2**31 - 1


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tau = quota.burst * quota.period
        self.tat = 0

    def _timeout(self, scaled: int) -> int:
        return min(-(-scaled // self.quota.limit), MAX_TIMEOUT)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"points must be between 1 and {self.quota.burst}")
        at = now * self.quota.limit
        tat = max(at, self.tat) + cost * self.quota.period
        if tat - at > self.tau:
            return self._timeout(tat - at - self.tau)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.tau - ahead) // self.quota.period, self._timeout(ahead))
