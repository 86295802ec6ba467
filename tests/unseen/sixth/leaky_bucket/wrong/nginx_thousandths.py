"""Wrong: a port of nginx's limit_req: the excess is kept in thousandths of a request, and what leaks is cut to them."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit * 1000  # thousandths per period
        self.period = quota.period
        self.burst = quota.burst * 1000
        self.excess = 0
        self.last = 0

    def _account(self, now: int) -> int:
        ms = max(0, now - self.last)
        excess = self.excess - self.rate * ms // self.period
        return max(0, excess)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * 1000 > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst // 1000}")
        excess = self._account(now)
        self.last = max(self.last, now)
        self.excess = excess
        if excess + cost * 1000 > self.burst:
            return -(-(excess + cost * 1000 - self.burst) * self.period // self.rate)
        self.excess += cost * 1000
        return 0

    def level(self, now: int) -> Level:
        return Level((self.burst - self._account(now)) // 1000, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._account(now) * self.period // self.rate)
