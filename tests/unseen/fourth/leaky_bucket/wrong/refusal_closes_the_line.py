"""After a refusal every take is refused until the time that was told, also one that would fit."""

from ratelimit import Level, Quota

OPEN, CLOSED = range(2)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state, self.until = OPEN, 0
        self.water, self.clock = 0, 0

    def _leaked(self, now: int) -> int:
        return max(0, self.water - self.quota.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost {cost} is not in 1..{q.burst}")
        self.water, self.clock = self._leaked(now), max(self.clock, now)
        over = self.water + (cost - q.burst) * q.period
        wait = -(-over // q.limit) if over > 0 else 0
        if self.state == CLOSED:
            if self.clock < self.until:
                return max(wait, self.until - self.clock)
            self.state = OPEN
        if wait:
            self.state, self.until = CLOSED, self.clock + wait
            return wait
        self.water += cost * q.period
        return 0

    def level(self, now: int) -> Level:
        free = self.quota.burst * self.quota.period - self._leaked(now)
        return Level(free // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._leaked(now) // self.quota.limit)
