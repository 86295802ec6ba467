"""A slotted dataclass of windows, each with its own start, count and way of fading."""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass(slots=True)
class Window:
    start: int
    count: int = 0

    def weight(self, now: int, period: int) -> int:
        """How many ticks of a period this window still counts for: all, some or none."""
        return min(period, max(0, self.start + 2 * period - now))


@dataclass(slots=True, eq=False)
class SlidingWindowCounter:
    quota: Quota
    clock: int = field(default=0, init=False)
    older: Window = field(init=False)
    newer: Window = field(init=False)

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError(f"windows cannot burst: {self.quota.burst} != {self.quota.limit}")
        self.older, self.newer = Window(-self.quota.period), Window(0)

    def used(self, now: int) -> int:
        """Unit-ticks: a whole unit counts for a period of them."""
        return sum(window.count * window.weight(now, self.quota.period) for window in (self.older, self.newer))

    def wait(self, now: int, cost: int) -> int:
        allowed = (self.quota.limit - cost) * self.quota.period
        if self.used(now) <= allowed:
            return 0
        # Only one of the two fades at a time: the older first, and the newer after the edge.
        fading, rest = self.older, self.newer.count * self.quota.period
        if rest > allowed or now >= self.newer.start + self.quota.period:
            fading, rest = self.newer, 0
        return fading.start + 2 * self.quota.period - (allowed - rest) // fading.count - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} out of bounds, at most {self.quota.limit}")
        self.clock = now = max(self.clock, now)
        wait = self.wait(now, cost)
        if wait:
            return wait
        start = now - now % self.quota.period
        if start > self.newer.start:
            self.older, self.newer = self.newer, Window(start)
        self.newer.count += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        free = self.quota.limit * self.quota.period - self.used(now)
        return Level(max(0, free // self.quota.period), self.wait(now, self.quota.limit))
