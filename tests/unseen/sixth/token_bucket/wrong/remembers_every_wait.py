"""Wrong: waits are remembered in a dict so that they are divided only once; every other answer stays there for ever."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.parts = quota.burst * quota.period
        self.last = 0
        self._waits: dict[int, int] = {0: 0}

    def _wait(self, missing: int) -> int:
        wait = self._waits.get(missing)
        if wait is None:
            wait = self._waits[missing] = -(-missing // self.quota.limit)
        return wait

    def _parts(self, now: int) -> int:
        if now <= self.last:
            return self.parts
        return min(self.quota.burst * self.quota.period, self.parts + (now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        self.parts = self._parts(now)
        self.last = max(self.last, now)
        missing = max(0, cost * self.quota.period - self.parts)
        if not missing:
            self.parts -= cost * self.quota.period
        return self._wait(missing)

    def level(self, now: int) -> Level:
        parts = self._parts(now)
        return Level(parts // self.quota.period, self._wait(self.quota.burst * self.quota.period - parts))
