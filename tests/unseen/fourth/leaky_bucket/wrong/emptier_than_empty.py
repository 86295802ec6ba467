"""Water goes on leaking when there is none, so an idle time gives room for more than the bucket holds."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.water, self.time = 0, None

    def _leaked(self, now: int) -> int:
        if self.time is None or now < self.time:
            return self.water
        return self.water - (now - self.time) * self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost}")
        water = self._leaked(now)
        self.time = now if self.time is None else max(self.time, now)
        over = water + cost * self.quota.period - self.brim
        if over > 0:
            self.water = water
            return -(-over // self.quota.limit)
        self.water = water + cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self._leaked(now))
        return Level((self.brim - water) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return max(0, -(-self._leaked(now) // self.quota.limit))
