"""Wrong: compares the water before the take with the burst, as nginx compares its excess, so one unit above the brim gets in; shows in a burst on an empty bucket."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.one = quota.period
        self.burst = quota.burst * quota.period
        self.excess = -quota.period  # the request itself does not count: the first one has an excess of 0
        self.last = 0

    def _account(self, now: int) -> int:
        return max(-self.one, self.excess - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.one > self.burst:
            raise ValueError(f"limiting requests, cost {cost}")
        excess = self._account(now) + cost * self.one
        if excess > self.burst:
            return -(-(excess - self.burst) // self.rate)
        self.excess, self.last = excess, max(self.last, now)
        return 0

    def level(self, now: int) -> Level:
        water = self._account(now) + self.one
        return Level(max(0, (self.burst - water) // self.one), -(-water // self.rate))

    def delay(self, now: int) -> int:
        return -(-(self._account(now) + self.one) // self.rate)
