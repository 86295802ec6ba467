"""Below the clock, where TAT is further ahead than the burst allows, `remaining` is negative."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self._set(0)

    def _set(self, tat: int) -> None:
        self.tat = tat
        self.all_from = -(-tat // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        base = now * self.limit if now >= self.all_from else self.tat
        early = base + (cost - self.burst) * self.period - now * self.limit
        if early > 0:
            return -(-early // self.limit)
        self._set(base + cost * self.period)
        return 0

    def level(self, now: int) -> Level:
        if now >= self.all_from:
            return Level(self.burst, 0)
        return Level(self.burst + (now * self.limit - self.tat) // self.period, self.all_from - now)
