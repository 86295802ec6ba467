"""Wrong: a refused take is booked into the next window, as with Resilience4j's reservations; a refusal isn't free."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.cycle = 0
        self.permissions = quota.limit

    def _at(self, now: int) -> tuple[int, int]:
        cycle = now // self.period
        if cycle <= self.cycle:
            return self.cycle, self.permissions
        refilled = self.permissions + (cycle - self.cycle) * self.limit
        return cycle, min(self.limit, refilled)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.cycle, permissions = self._at(now)
        self.permissions = max(-self.limit, permissions - cost)
        if permissions >= cost:
            return 0
        cycles = -(-(cost - permissions) // self.limit)
        return (self.cycle + cycles) * self.period - now

    def level(self, now: int) -> Level:
        cycle, permissions = self._at(now)
        if permissions == self.limit:
            return Level(self.limit, 0)
        cycles = -(-(self.limit - permissions) // self.limit)
        return Level(max(0, permissions), (cycle + cycles) * self.period - now)
