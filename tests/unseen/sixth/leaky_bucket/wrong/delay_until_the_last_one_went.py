"""Wrong: delay is the time until the last granted request goes ahead, not until its own units have leaked too."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.empty_at = 0  # times limit
        self.last_departure = 0  # times limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be 1..{self.quota.burst}")
        here = now * self.quota.limit
        departure = max(here, self.empty_at)
        empty_at = departure + cost * self.quota.period
        late = empty_at - here - self.quota.burst * self.quota.period
        if late > 0:
            return -(-late // self.quota.limit)
        self.last_departure, self.empty_at = departure, empty_at
        return 0

    def level(self, now: int) -> Level:
        water = max(0, self.empty_at - now * self.quota.limit)
        room = max(0, self.quota.burst * self.quota.period - water)
        return Level(room // self.quota.period, -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return max(0, -((now * self.quota.limit - self.last_departure) // self.quota.limit))
