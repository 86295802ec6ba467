"""Wrong: after an idle period the bucket is taken to be full, which a burst above the limit is not."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._q = quota
        self._size = quota.burst * quota.period
        self._fill = self._size
        self._then = 0

    def _refilled(self, now: int) -> int:
        idle = now - self._then
        if idle <= 0:
            return self._fill
        if idle >= self._q.period:  # a whole period brings all of it back
            return self._size
        return min(self._size, self._fill + idle * self._q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._q.burst:
            raise ValueError(f"cost {cost} can never be granted")
        fill = self._refilled(now)
        need = cost * self._q.period
        wait = 0
        if fill >= need:
            fill -= need
        else:
            wait = -((fill - need) // self._q.limit)
        self._fill = fill
        self._then = max(self._then, now)
        return wait

    def level(self, now: int) -> Level:
        fill = self._refilled(now)
        return Level(fill // self._q.period, -((fill - self._size) // self._q.limit))
