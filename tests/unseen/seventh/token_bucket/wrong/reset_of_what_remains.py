"""Wrong: `reset_after` is worked out from the rounded `remaining`, not from the tokens with their part; shows in a level while a token is partly there."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.atoms = self.capacity = quota.burst * quota.period
        self.clock = 0

    def _peek(self, now: int) -> int:
        return min(self.capacity, self.atoms + self.quota.limit * max(0, now - self.clock))

    def _ceil_ticks(self, atoms: int) -> int:
        return (atoms + self.quota.limit - 1) // self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must lie within 1..{self.quota.burst}")
        self.atoms = self._peek(now)
        self.clock = max(self.clock, now)
        price = cost * self.quota.period
        if price <= self.atoms:
            self.atoms -= price
            return 0
        return self._ceil_ticks(price - self.atoms)

    def level(self, now: int) -> Level:
        remaining = self._peek(now) // self.quota.period
        missing = self.quota.burst - remaining
        return Level(remaining, self._ceil_ticks(missing * self.quota.period))
