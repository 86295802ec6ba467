"""Variant of wrong/starts_full: scaled water and its tick in one tuple."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.out, self.unit, self.burst = quota.limit, quota.period, quota.burst
        self.state = (0, quota.burst * quota.period)

    def _at(self, now: int) -> tuple[int, int]:
        tick, water = self.state
        return (tick, water) if now <= tick else (now, max(0, water - self.out * (now - tick)))

    def _time_for(self, water: int) -> int:
        return (max(0, water) + self.out - 1) // self.out

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self.state = tick, water = self._at(now)
        over = water + (cost - self.burst) * self.unit
        if over <= 0:
            self.state = tick, water + cost * self.unit
        return self._time_for(over)

    def level(self, now: int) -> Level:
        _, water = self._at(now)
        return Level((self.burst * self.unit - water) // self.unit, self._time_for(water))

    def delay(self, now: int) -> int:
        return self._time_for(self._at(now)[1])
