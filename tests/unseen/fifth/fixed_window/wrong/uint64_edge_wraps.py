"""Wrong: the edge is kept as a uint64_t would be, so it wraps for windows that end above 2**64."""

from ratelimit import Level, Quota

U64 = 0xFFFF_FFFF_FFFF_FFFF


class FixedWindow:
    """Port of fixed_window.c: `uint64_t end; uint64_t used;`."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("EINVAL")
        self.limit = quota.limit
        self.period = quota.period
        self.end = 0
        self.used = 0

    def _end_of(self, now: int) -> int:
        return (now - now % self.period + self.period) & U64

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("EINVAL")
        if now >= self.end:
            self.end = self._end_of(now)
            self.used = 0
        if cost > self.limit - self.used:
            return self.end - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.end or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.end - now)
