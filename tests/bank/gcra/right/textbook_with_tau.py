"""Asks before it adds, as textbooks do, whether now is at or after TAT less the tolerance that the cost leaves over."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.increment, self.scale, self.units = quota.period, quota.limit, quota.burst
        self.tat = -1  # a new meter's TAT may be any time that is not after now

    def _until(self, now, tau):
        return max(0, -((now * self.scale - self.tat + tau) // self.scale))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.units:
            raise ValueError("Cost must be positive and conform")
        wait = self._until(now, (self.units - cost) * self.increment)
        if wait == 0:
            self.tat = max(self.tat, now * self.scale) + cost * self.increment
        return wait

    def level(self, now: int) -> Level:
        early = max(self.tat - now * self.scale, 0)
        return Level(max(0, (self.units * self.increment - early) // self.increment), self._until(now, 0))
