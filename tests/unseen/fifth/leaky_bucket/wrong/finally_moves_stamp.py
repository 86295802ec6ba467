"""Wrong: the stamp is moved in a `finally`, also after a ValueError, by which the time before it no longer leaks."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._water = 0
        self._stamp = 0

    def _left(self, now: int) -> int:
        return max(0, self._water - max(0, now - self._stamp) * self._quota.limit)

    def _pour(self, now: int, cost: int) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost {cost} is out of 1..{q.burst}")
        self._water = self._left(now)
        over = self._water + (cost - q.burst) * q.period
        if over > 0:
            return -(-over // q.limit)
        self._water += cost * q.period
        return 0

    def take(self, now: int, cost: int = 1) -> int:
        try:
            return self._pour(now, cost)
        finally:
            self._stamp = max(self._stamp, now)

    def delay(self, now: int) -> int:
        return -(-self._left(now) // self._quota.limit)

    def level(self, now: int) -> Level:
        brim = self._quota.burst * self._quota.period
        return Level((brim - self._left(now)) // self._quota.period, self.delay(now))
