"""Wrong: a TAT further ahead than burst*T is taken for a wrong clock's and pulled back, so what was spent comes back sooner; shows after a take below the clock."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.most = quota.burst * quota.period
        self.tat = 0

    def _tat(self, now: int) -> int:
        # never further ahead than a burst: a client is not locked out for an hour after the clock was set back
        return min(max(self.tat, now * self.limit), now * self.limit + self.most)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.tat = self._tat(now)
        lead = self.tat + cost * self.period - now * self.limit
        if lead > self.most:
            return -((self.most - lead) // self.limit)
        self.tat += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        ahead = self._tat(now) - now * self.limit
        return Level((self.most - ahead) // self.period, -(-ahead // self.limit))
