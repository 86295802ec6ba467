"""GCRA that keeps, beside TAT, the tick from which the whole burst is there and the one from which one unit is."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self._set(0)

    def _set(self, tat: int) -> None:
        self.tat = tat
        self.all_from = -(-tat // self.limit)
        self.one_from = -(((self.burst - 1) * self.period - tat) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost == 1:  # the fast path needs no multiplication for a refusal
            if now < self.one_from:
                return self.one_from - now
        elif not 1 < cost <= self.burst:
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
        free = self.burst * self.period + now * self.limit - self.tat
        return Level(free // self.period if free > 0 else 0, self.all_from - now)
