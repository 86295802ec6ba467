"""The water is a function that asks the function of the grant before, so each grant makes every later call deeper."""

from ratelimit import Level, Quota


def dry(now):
    return 0


def poured(before, limit, clock, amount):
    """Return the water over time, after `amount` was added at `clock` to the water `before`."""

    def water(now):
        now = max(now, clock)
        return max(0, before(clock) + amount - limit * (now - clock))

    return water


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = dry
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost {cost}")
        self.clock = max(self.clock, now)
        over = self.water(self.clock) + (cost - q.burst) * q.period
        if over > 0:
            return -(-over // q.limit)
        self.water = poured(self.water, q.limit, self.clock, cost * q.period)
        return 0

    def level(self, now: int) -> Level:
        water = self.water(max(now, self.clock))
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self.water(max(now, self.clock)) // self.quota.limit)
