"""Wrong: a window's key lives for one period from its first hit, not for two, so in the window after it the count is gone from some tick on."""

from ratelimit import Level, Quota


class Store:
    """Counters with a time to live, like a small Redis."""

    def __init__(self) -> None:
        self.keys: dict[int, tuple[int, int]] = {}  # key -> (value, expires at)

    def get(self, key: int, now: int) -> int:
        value, expires = self.keys.get(key, (0, 0))
        return value if now < expires else 0

    def incr(self, key: int, by: int, now: int, ttl: int) -> None:
        self.keys = {k: v for k, v in self.keys.items() if now < v[1]}
        value, expires = self.keys.get(key, (0, now + ttl))
        self.keys[key] = value + by, expires


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.store = Store()
        self.clock = 0

    def _look(self, now: int) -> tuple[int, int, int, int]:
        window, elapsed = divmod(now, self.period)
        return window, self.period - elapsed, self.store.get(window - 1, now), self.store.get(window, now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window, left, before, current = self._look(now)
        if before * left + (current + cost) * self.period <= self.limit * self.period:
            self.store.incr(window, cost, now, self.period)
            return 0
        if current + cost <= self.limit:
            return left - (self.limit - current - cost) * self.period // before
        return left + max(0, self.period - (self.limit - cost) * self.period // current)

    def level(self, now: int) -> Level:
        _, left, before, current = self._look(max(now, self.clock))
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
