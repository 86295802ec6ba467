"""A take that finds TAT further ahead than the burst allows, as one below the clock does, pulls TAT back to that bound."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = self.burst * self.period
        self.tat = 0

    def _heal(self, now: int) -> None:
        """A TAT that is too far ahead was written by a server with a wrong clock."""
        bound = now * self.limit + self.tolerance
        if self.tat > bound:
            self.tat = bound

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("a cost must be at least 1")
        if cost > self.burst:
            raise ValueError("a cost must be at most the burst")
        self._heal(now)
        start = now * self.limit
        x = max(self.tat, start) + cost * self.period
        if x - start > self.tolerance:
            return -((start + self.tolerance - x) // self.limit)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        return Level(max(0, self.tolerance - ahead) // self.period, -(-ahead // self.limit))
