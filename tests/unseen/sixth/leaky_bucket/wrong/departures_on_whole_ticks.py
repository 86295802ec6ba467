"""Wrong: keeps the next departure as a whole tick, rounded up after each grant, so with T = 3 1/3 the line gets longer."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._next = 0

    def _after(self, start: int, cost: int) -> int:
        return start + -(-cost * self._quota.period // self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError("cost")
        # may be `burst` units ahead of now, in exact arithmetic: (next - now) * limit + cost * period <= burst * period
        start = max(now, self._next)
        over = (start - now) * self._quota.limit + (cost - self._quota.burst) * self._quota.period
        if over > 0:
            return -(-over // self._quota.limit)
        self._next = self._after(start, cost)
        return 0

    def level(self, now: int) -> Level:
        ahead = self.delay(now)
        units = self._quota.burst - -(-ahead * self._quota.limit // self._quota.period)
        return Level(max(0, units), ahead)

    def delay(self, now: int) -> int:
        return max(0, self._next - now)
