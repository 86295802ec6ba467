"""Wrong: whole units leak, and when one has, `last` moves to now and the rest of the elapsed time is lost; shows at calls between two leaks."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.level_ = 0
        self.last_leak = 0

    def _leak(self, now: int) -> tuple[int, int]:
        leaked = max(0, now - self.last_leak) * self.quota.limit // self.quota.period
        if leaked > 0:  # keep last_leak until something leaks, or nothing ever would
            return max(0, self.level_ - leaked), now
        return self.level_, self.last_leak

    def _time(self, units: int, since: int, now: int) -> int:
        if units <= 0:
            return 0
        due = since * self.quota.limit + units * self.quota.period
        return max(1, -(-(due - max(now, since) * self.quota.limit) // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(cost)
        self.level_, self.last_leak = self._leak(now)
        if self.level_ == 0:
            self.last_leak = max(now, self.last_leak)
        if self.level_ + cost > self.quota.burst:
            return self._time(self.level_ + cost - self.quota.burst, self.last_leak, now)
        self.level_ += cost
        return 0

    def level(self, now: int) -> Level:
        units, since = self._leak(now)
        return Level(self.quota.burst - units, self._time(units, since, now))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
