"""Wrong: a refused take leaves no trace at all, not even of the time; one that comes after it but below it, in the window before, is granted and counts in that older window."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    """The state is replaced by a grant only, so a refusal can't spend anything."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.state = (0, 0, 0)  # tick of the last grant, before, current

    def _seen_at(self, now: int) -> tuple[int, int, int]:
        tick, before, current = self.state
        now = max(now, tick)
        windows = now // self.period - tick // self.period
        if windows == 1:
            before, current = current, 0
        elif windows > 1:
            before = current = 0
        return now, before, current

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now, before, current = self._seen_at(now)
        left = self.period - now % self.period
        if before * left + (current + cost) * self.period <= self.limit * self.period:
            self.state = now, before, current + cost
            return 0
        if current + cost <= self.limit:
            return left - (self.limit - current - cost) * self.period // before
        return left + max(0, self.period - (self.limit - cost) * self.period // current)

    def level(self, now: int) -> Level:
        now, before, current = self._seen_at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
