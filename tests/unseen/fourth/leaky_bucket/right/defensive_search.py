"""A careful leaky bucket: it finds every wait by halving, with the very test that decides a take."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        for name in ("limit", "period", "burst"):
            if getattr(quota, name) < 1:
                raise ValueError(f"{name} must be at least 1")
        self._rate, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._water = 0
        self._clock = 0

    def _check(self, cost: int) -> None:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if cost > self._burst:
            raise ValueError(f"cost must be at most {self._burst}, got {cost}")

    def _water_at(self, now: int) -> int:
        leaked = self._rate * (now - self._clock) if now > self._clock else 0
        water = self._water - leaked
        return water if water > 0 else 0

    def _first(self, start: int, brim: int) -> int:
        """Return the least wait after `start` at which no more than `brim` is in the bucket."""
        if self._water_at(start) <= brim:
            return 0
        low, high = 0, 1
        while self._water_at(start + high) > brim:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if self._water_at(start + middle) > brim:
                low = middle
            else:
                high = middle
        return high

    def take(self, now: int, cost: int = 1) -> int:
        self._check(cost)
        start = max(now, self._clock)
        wait = self._first(start, (self._burst - cost) * self._period)
        self._water, self._clock = self._water_at(start), start
        if wait == 0:
            self._water += cost * self._period
        assert 0 <= self._water <= self._burst * self._period
        return wait

    def level(self, now: int) -> Level:
        free = self._burst * self._period - self._water_at(now)
        return Level(free // self._period, self.delay(now))

    def delay(self, now: int) -> int:
        return self._first(max(now, self._clock), 0)
