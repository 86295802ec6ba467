"""Has a path of its own for costs above 1, in which a batch that fits exactly is refused.

Breaks: law 1 (The formula)
Level: cost
Shows: 1/10 burst 2: take(0, 2)
Expected: 0; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be in 1..{self.burst}, got {cost}")
        if cost == 1:
            return self._take_one(now * self.limit)
        return self._take_batch(now * self.limit, cost)

    def _take_one(self, arrival: int) -> int:
        earliest = self.tat - (self.burst - 1) * self.period
        if arrival < earliest:
            return self._ticks(earliest - arrival)
        self.tat = max(self.tat, arrival) + self.period
        return 0

    def _take_batch(self, arrival: int, cost: int) -> int:
        ahead = max(self.tat - arrival, 0)
        after = ahead + cost * self.period
        if after < self.burst * self.period:
            self.tat = arrival + after
            return 0
        return max(1, self._ticks(after - self.burst * self.period))

    def _ticks(self, scaled: int) -> int:
        return (scaled + self.limit - 1) // self.limit

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now * self.limit, 0)
        return Level(max(0, self.burst - (ahead + self.period - 1) // self.period), self._ticks(ahead))
