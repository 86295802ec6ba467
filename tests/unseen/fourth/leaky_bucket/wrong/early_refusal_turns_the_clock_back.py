"""A refusal below the clock stores its own time beside the water, so the time up to the old clock leaks a second time."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.state = 0, 0  # time, water in units * period

    def _leaked(self, now: int) -> int:
        time, water = self.state
        return max(0, water - self.quota.limit * (now - time)) if now > time else water

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost {cost} is not in 1..{q.burst}")
        water = self._leaked(now)
        filled = water + cost * q.period
        over = filled - q.burst * q.period
        if over > 0:
            self.state = now, water
            return -(-over // q.limit)
        self.state = max(now, self.state[0]), filled
        return 0

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level((self.quota.burst * self.quota.period - water) // self.quota.period, -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
