"""Wrong: TATs are kept in a dict of the module, by quota: two clients with equal quotas are one."""

from ratelimit import Level, Quota

_tats: dict[Quota, int] = {}  # in ticks times limit


class GCRA:
    __slots__ = ("quota",)

    def __init__(self, quota: Quota) -> None:
        self.quota = quota

    def _x(self, now: int, cost: int) -> int:
        return max(_tats.get(self.quota, 0), now * self.quota.limit) + cost * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        x = self._x(now, cost)
        early = x - now * self.quota.limit - self.quota.burst * self.quota.period
        if early > 0:
            return -(-early // self.quota.limit)
        _tats[self.quota] = x
        return 0

    def level(self, now: int) -> Level:
        ahead = self._x(now, 0) - now * self.quota.limit
        left = max(0, self.quota.burst * self.quota.period - ahead)
        return Level(left // self.quota.period, -(-ahead // self.quota.limit))
