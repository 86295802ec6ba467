"""Wrong: times are in fixed point with 32 bits behind the point, so T is rounded."""

from ratelimit import Level, Quota

ONE = 1 << 32


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.one = ONE
        self.burst = quota.burst
        self.interval = quota.period * self.one // quota.limit
        self.tat = 0
        self.tolerance = quota.burst * self.interval

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now * self.one)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        ahead = self._ahead(now) + cost * self.interval
        if ahead > self.tolerance:
            return -(-(ahead - self.tolerance) // self.one)
        self.tat = now * self.one + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(
            max(0, (self.tolerance - ahead) // self.interval if self.interval else self.burst), -(-ahead // self.one)
        )
