"""Wrong: the memo of the last division is shared by all meters and keyed on the tick alone, not on the period."""

from ratelimit import Level, Quota


class _Split:
    """Remembers the last division: most calls come in pairs (level, take) at the same tick."""

    def __init__(self) -> None:
        self._now = -1
        self._answer = (0, 0)

    def __call__(self, now: int, period: int) -> tuple[int, int]:
        if now != self._now:
            self._now = now
            self._answer = divmod(now, period)
        return self._answer


_split = _Split()


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost out of range")
        window, elapsed = _split(now, self.period)
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - elapsed
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = _split(now, self.period)
        used = 0 if window > self.window else self.used
        return Level(self.limit - used, self.period - elapsed if used else 0)
