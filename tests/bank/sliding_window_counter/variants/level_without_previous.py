"""Variant of wrong/level_without_previous: keeps the window's first tick, and rounds a weight that fades."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a burst is not supported")
        self.q = quota
        self.begin = 0
        self.old = self.new = 0

    def _at(self, now: int) -> tuple[int, int, int]:
        passed = (now - self.begin) // self.q.period
        if passed < 1:
            return self.begin, self.old, self.new
        return self.begin + passed * self.q.period, self.new if passed == 1 else 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        period = self.q.period
        if cost < 1 or cost > self.q.limit:
            raise ValueError(f"{cost} is not a valid cost")
        now = max(now, self.begin)
        self.begin, self.old, self.new = self._at(now)
        to_edge = self.begin + period - now
        room = self.q.limit - cost
        if self.new > room:
            return to_edge + period - room * period // self.new
        too_heavy = self.old * to_edge - (room - self.new) * period
        if too_heavy > 0:
            return -(-too_heavy // self.old)
        self.new += cost
        return 0

    def level(self, now: int) -> Level:
        begin, old, new = self._at(now)
        to_edge = begin + self.q.period - now
        faded = 0
        if new:
            reset = to_edge + self.q.period
        else:
            reset = to_edge if old else 0
        return Level(max(0, self.q.limit - new - faded), reset)
