"""Wrong: the last level is remembered and dropped on a grant, but the branch for late takes grants without dropping it."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._window = 0
        self._used = 0
        self._seen: tuple[int, Level] | None = None

    def _late(self, now: int, cost: int) -> int:
        if self._used + cost > self._limit:
            return (self._window + 1) * self._period - now
        self._used += cost
        return 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        if now < self._clock:
            return self._late(now, cost)
        self._seen = None
        self._clock = now
        window = now // self._period
        if window != self._window:
            self._window = window
            self._used = 0
        if self._used + cost > self._limit:
            return (window + 1) * self._period - now
        self._used += cost
        return 0

    def level(self, now: int) -> Level:
        if self._seen is not None and self._seen[0] == now:
            return self._seen[1]
        if now // self._period > self._window or not self._used:
            answer = Level(self._limit, 0)
        else:
            answer = Level(self._limit - self._used, (self._window + 1) * self._period - now)
        self._seen = (now, answer)
        return answer
