"""Wrong: a port of resilience4j's reservation: a refused take books its units in the next window and lets permissions go negative, which later takes pay for."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.permissions_per_cycle = quota.limit
        self.cycle_period = quota.period
        self.active_cycle = 0
        self.active_permissions = quota.limit

    def _permissions(self, cycle: int) -> int:
        if cycle <= self.active_cycle:
            return self.active_permissions
        accumulated = (cycle - self.active_cycle) * self.permissions_per_cycle
        return min(self.active_permissions + accumulated, self.permissions_per_cycle)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.permissions_per_cycle:
            raise ValueError("permits must be from 1 to the limit")
        cycle = now // self.cycle_period
        current = self._permissions(cycle)
        self.active_cycle = max(cycle, self.active_cycle)
        self.active_permissions = current - cost
        if self.active_permissions >= 0:
            return 0
        full_cycles = -(self.active_permissions // self.permissions_per_cycle)
        return (self.active_cycle + full_cycles) * self.cycle_period - now

    def level(self, now: int) -> Level:
        left = self._permissions(now // self.cycle_period)
        if left == self.permissions_per_cycle:
            return Level(left, 0)
        return Level(max(0, left), self.cycle_period - now % self.cycle_period)
