"""Wrong: a refused take stores the leaked water but not the time, so the next call lets the same water leak again."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._drops = 0
        self._last = 0

    def _leak(self, now: int) -> int:
        return max(0, self._drops - max(0, now - self._last) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError(f"cost {cost} never fits")
        self._drops = self._leak(now)
        over = self._drops + cost * self._quota.period - self._quota.burst * self._quota.period
        if over > 0:
            return -(-over // self._quota.limit)
        self._drops += cost * self._quota.period
        self._last = max(self._last, now)
        return 0

    def level(self, now: int) -> Level:
        drops = self._leak(now)
        return Level(self._quota.burst - -(-drops // self._quota.period), -(-drops // self._quota.limit))

    def delay(self, now: int) -> int:
        return -(-self._leak(now) // self._quota.limit)
