"""It grants a late take from an older window if the clock's window has room, but doesn't count it there."""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass
class FixedWindow:
    quota: Quota
    window: int = field(default=0, init=False)
    used: int = field(default=0, init=False)

    def __post_init__(self):
        if self.quota.burst != self.quota.limit:
            raise ValueError("a window has no burst")

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost {cost}")
        window, elapsed = divmod(now, self.quota.period)
        base = self.used if window <= self.window else 0
        used = base + cost
        if used > self.quota.limit:
            return self.quota.period - elapsed
        if window >= self.window:
            self.window, self.used = window, used
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.quota.period)
        used = self.used if window <= self.window else 0
        return Level(self.quota.limit - used, self.quota.period - elapsed if used else 0)
