"""Wrong: like SET with EX int(ttl): TAT lives for whole seconds of nanoseconds, rounded down; below a second nothing is kept."""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0
        self.expires = 0

    def _get(self, now: int) -> int:
        return self.tat if now < self.expires else 0

    def _set(self, tat: int, now: int) -> None:
        ttl = (tat // self.quota.limit - now) // SECOND
        self.tat = tat
        self.expires = now + ttl * SECOND

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost is out of range")
        at = now * self.quota.limit
        tat = max(self._get(now), at) + cost * self.quota.period
        early = tat - at - self.quota.burst * self.quota.period
        if early > 0:
            return -(-early // self.quota.limit)
        self._set(tat, now)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._get(now) - now * self.quota.limit)
        left = max(0, self.quota.burst * self.quota.period - ahead)
        return Level(left // self.quota.period, -(-ahead // self.quota.limit))
