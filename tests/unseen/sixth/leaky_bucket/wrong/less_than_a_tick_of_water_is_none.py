"""Wrong: water that would be gone within a tick is swept away by take, so the next ones find a bit too little in the bucket."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._drops = 0
        self._last = 0

    def _left(self, now: int) -> int:
        return max(0, self._drops - max(0, now - self._last) * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be between 1 and {self._burst}, got {cost}")
        over = self._left(now) + (cost - self._burst) * self._period
        if over > 0:
            return -(-over // self._limit)
        self._drops = self._left(now)
        self._last = max(self._last, now)
        if self._drops < self._limit:
            self._drops = 0  # only dust
        self._drops += cost * self._period
        return 0

    def level(self, now: int) -> Level:
        drops = self._left(now)
        return Level((self._burst * self._period - drops) // self._period, -(-drops // self._limit))

    def delay(self, now: int) -> int:
        return -(-self._left(now) // self._limit)
