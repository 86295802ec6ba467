"""Wrong: `remaining` is the burst less the whole units of water, so it is rounded up; shows while a part of a unit is in the bucket."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._q = quota
        self._drops = 0
        self._clock = 0

    def _drops_at(self, now: int) -> int:
        elapsed = now - self._clock
        return self._drops if elapsed <= 0 else max(0, self._drops - elapsed * self._q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._q.burst:
            raise ValueError(f"cost {cost} not in 1..{self._q.burst}")
        self._drops = self._drops_at(now)
        self._clock = max(now, self._clock)
        over = self._drops + (cost - self._q.burst) * self._q.period
        if over > 0:
            return -(-over // self._q.limit)
        self._drops += cost * self._q.period
        return 0

    def level(self, now: int) -> Level:
        units_in_bucket = self._drops_at(now) // self._q.period
        return Level(self._q.burst - units_in_bucket, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._drops_at(now) // self._q.limit)
