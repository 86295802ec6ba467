"""Wrong: the part of the window before is rounded down to whole units (Math.floor, as in a JavaScript client), so up to a unit too much is granted."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._tokens = quota.limit
        self._window_size = quota.period
        self._clock = 0
        self._counts: dict[int, int] = {}

    def _used(self, now: int) -> int:
        window, elapsed = divmod(now, self._window_size)
        previous = self._counts.get(window - 1, 0)
        return previous * (self._window_size - elapsed) // self._window_size + self._counts.get(window, 0)

    def _wait(self, now: int, cost: int) -> int:
        low, high = 1, 2 * self._window_size
        while low < high:
            middle = (low + high) // 2
            if self._used(now + middle) + cost <= self._tokens:
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._tokens:
            raise ValueError("cost must be from 1 to the limit")
        now = self._clock = max(now, self._clock)
        window = now // self._window_size
        self._counts = {key: self._counts.get(key, 0) for key in (window - 1, window)}
        if self._used(now) + cost > self._tokens:
            return self._wait(now, cost)
        self._counts[window] += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        window, elapsed = divmod(now, self._window_size)
        if self._counts.get(window):
            reset = 2 * self._window_size - elapsed
        elif self._counts.get(window - 1):
            reset = self._window_size - elapsed
        else:
            reset = 0
        return Level(self._tokens - self._used(now), reset)
