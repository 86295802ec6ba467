"""The whole state is one integer, window * (limit + 1) + used, so a newer window is simply a larger number."""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError(f"{quota.burst=} must equal {quota.limit=}")
        self.limit, self.period = quota.limit, quota.period
        self.state = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"1 <= cost <= {self.limit} does not hold for {cost}")
        self.state = self._at(now)
        window, used = divmod(self.state, self.limit + 1)
        if used + cost > self.limit:
            return (window + 1) * self.period - now
        self.state += cost
        return 0

    def level(self, now):
        window, used = divmod(self._at(now), self.limit + 1)
        return Level(self.limit - used, used and (window + 1) * self.period - now)

    def _at(self, now):
        return max(self.state, now // self.period * (self.limit + 1))
