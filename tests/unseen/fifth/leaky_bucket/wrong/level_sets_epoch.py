"""Wrong: times are counted from the first one that is seen, and `level` or `delay` may be the one that sets it."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._epoch: int | None = None  # small numbers from here on
        self._clock = 0
        self._water = 0

    def _since_epoch(self, now: int) -> int:
        if self._epoch is None:
            self._epoch = now
        return now - self._epoch

    def _water_at(self, t: int) -> int:
        if t <= self._clock:
            return self._water
        return max(0, self._water - (t - self._clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost out of range")
        t = self._since_epoch(now)
        water = self._water_at(t)
        self._clock = max(self._clock, t)
        over = water + (cost - q.burst) * q.period
        self._water = water if over > 0 else water + cost * q.period
        return -(-over // q.limit) if over > 0 else 0

    def delay(self, now: int) -> int:
        return -(-self._water_at(self._since_epoch(now)) // self._quota.limit)

    def level(self, now: int) -> Level:
        q = self._quota
        return Level((q.burst * q.period - self._water_at(self._since_epoch(now))) // q.period, self.delay(now))
