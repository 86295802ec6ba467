"""Wrong: after a refusal everything is refused until that take would fit, even a cheaper one that fits before."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._water = 0
        self._clock = 0
        self._blocked_until = 0

    def _now_in(self, now: int) -> int:
        return max(0, self._water - self._quota.limit * max(0, now - self._clock))

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost={cost}")
        if now < self._blocked_until:
            return self._blocked_until - now
        self._water = self._now_in(now)
        self._clock = max(self._clock, now)
        over = self._water + (cost - q.burst) * q.period
        if over <= 0:
            self._water += cost * q.period
            return 0
        wait = -(-over // q.limit)
        self._blocked_until = self._clock + wait
        return wait

    def delay(self, now: int) -> int:
        return -(-self._now_in(now) // self._quota.limit)

    def level(self, now: int) -> Level:
        room = self._quota.burst * self._quota.period - self._now_in(now)
        return Level(room // self._quota.period, self.delay(now))
