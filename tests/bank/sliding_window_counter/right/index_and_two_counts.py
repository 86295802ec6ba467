"""The index of the newest window with its count and the count before it; waits by solving for the instant."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst, got {quota.burst} for a limit of {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.previous = 0
        self.current = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        """The previous count, the current count and the ticks left in the window, at now."""
        passed = now // self.period - self.clock // self.period
        left = self.period - now % self.period
        if passed == 0:
            return self.previous, self.current, left
        return self.current if passed == 1 else 0, 0, left

    def _wait(self, previous: int, current: int, left: int, cost: int) -> int:
        room = self.limit - cost
        if previous * left + current * self.period <= room * self.period:
            return 0
        if current <= room:
            return left - (room - current) * self.period // previous
        return left + self.period - room * self.period // current

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}, got {cost}")
        now = max(now, self.clock)
        self.previous, self.current, left = self._look(now)
        self.clock = now
        wait = self._wait(self.previous, self.current, left, cost)
        if wait == 0:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        previous, current, left = self._look(max(now, self.clock))
        free = (self.limit - current) * self.period - previous * left
        return Level(max(0, free // self.period), self._wait(previous, current, left, self.limit))
