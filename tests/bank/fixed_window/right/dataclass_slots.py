"""A slotted dataclass that checks the quota after init, with the window's start as a field."""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass(slots=True, eq=False)
class FixedWindow:
    quota: Quota
    start: int = field(default=0, init=False)
    used: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError(f"windows cannot burst: {self.quota.burst} != {self.quota.limit}")

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} out of bounds, at most {self.quota.limit}")
        self.start, self.used = self._window(now)
        if cost > self.quota.limit - self.used:
            return self.start + self.quota.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        start, used = self._window(now)
        return Level(self.quota.limit - used, start + self.quota.period - now if used else 0)

    def _window(self, now: int) -> tuple[int, int]:
        """Where the window of now starts and what it has granted."""
        if now < self.start + self.quota.period:
            return self.start, self.used
        return now // self.quota.period * self.quota.period, 0
