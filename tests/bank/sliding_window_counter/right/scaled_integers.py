"""Counts in parts of a unit, one period of them to the unit, so that a tick of fading is a whole number."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.unit = quota.period
        self.capacity = quota.limit * self.unit
        self.start = 0
        self.fading_by_tick = 0  # what the previous window loses with each tick
        self.solid = 0  # what this window has granted
        self.clock = 0

    def _roll(self, now: int) -> tuple[int, int, int]:
        behind = (now - self.start) // self.unit
        if behind == 0:
            return self.start, self.fading_by_tick, self.solid
        return self.start + behind * self.unit, self.solid // self.unit if behind == 1 else 0, 0

    def _wait(self, now: int, parts: int) -> int:
        start, fading_by_tick, solid = self._roll(now)
        end = start + self.unit
        if fading_by_tick * (end - now) + solid + parts <= self.capacity:
            return 0
        if solid + parts <= self.capacity:
            return end - (self.capacity - solid - parts) // fading_by_tick - now
        return end + self.unit - (self.capacity - parts) // (solid // self.unit) - now

    def take(self, now: int, cost: int = 1) -> int:
        parts = cost * self.unit
        if cost < 1 or parts > self.capacity:
            raise ValueError(f"cost must be at least 1 and at most {self.capacity // self.unit}, got {cost}")
        self.clock = now = max(now, self.clock)
        self.start, self.fading_by_tick, self.solid = self._roll(now)
        wait = self._wait(now, parts)
        if not wait:
            self.solid += parts
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        start, fading_by_tick, solid = self._roll(now)
        left = self.capacity - solid - fading_by_tick * (start + self.unit - now)
        return Level(max(0, left) // self.unit, self._wait(now, self.capacity))
