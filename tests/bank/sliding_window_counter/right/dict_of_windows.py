"""A dict from window to count in which only the newest window and the one before it are kept."""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self._quota = quota
        self._clock = 0
        self._counts = {}

    def _used(self, now):
        """The estimate at now, times the period."""
        window, elapsed = divmod(now, self._quota.period)
        before = self._counts.get(window - 1, 0) * (self._quota.period - elapsed)
        return before + self._counts.get(window, 0) * self._quota.period

    def take(self, now, cost=1):
        if cost < 1 or cost > self._quota.limit:
            raise ValueError(f"impossible cost {cost}")
        self._clock = now = max(now, self._clock)
        period = self._quota.period
        allowed = (self._quota.limit - cost) * period
        window, elapsed = divmod(now, period)
        if self._used(now) <= allowed:
            kept = {w: n for w, n in self._counts.items() if w >= window - 1}
            kept[window] = kept.get(window, 0) + cost
            self._counts = kept
            return 0
        current = self._counts.get(window, 0)
        fading, allowed_of_it, ends = self._counts.get(window - 1, 0), allowed - current * period, period
        if allowed_of_it < 0:
            fading, allowed_of_it, ends = current, allowed, 2 * period
        return ends - allowed_of_it // fading - elapsed

    def level(self, now):
        now = max(now, self._clock)
        window, elapsed = divmod(now, self._quota.period)
        remaining = (self._quota.limit * self._quota.period - self._used(now)) // self._quota.period
        if self._counts.get(window):
            windows = 2
        elif self._counts.get(window - 1):
            windows = 1
        else:
            return Level(self._quota.limit, 0)
        return Level(max(0, remaining), windows * self._quota.period - elapsed)
