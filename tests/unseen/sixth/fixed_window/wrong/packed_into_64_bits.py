"""Wrong: window and count share a long, 32 bits each, as with Java's AtomicLong; shows with a limit of 2**32 and more."""

from ratelimit import Level, Quota

BITS = 32
MASK = (1 << BITS) - 1


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.state = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        state = max(self.state, now // self.period << BITS)
        if (state & MASK) + cost > self.limit:
            return ((state >> BITS) + 1) * self.period - now
        self.state = state + cost
        return 0

    def level(self, now: int) -> Level:
        state = max(self.state, now // self.period << BITS)
        count = state & MASK
        return Level(self.limit - count, ((state >> BITS) + 1) * self.period - now if count else 0)
