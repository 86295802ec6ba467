"""Wrong: looks for the window before under `now - period` where the keys are window numbers, finds nothing (upstash ratelimit-js #39) and limits as a fixed window does."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.tokens = quota.limit
        self.window = quota.period
        self.cache: dict[int, int] = {}
        self.clock = 0

    def _keys(self, now: int) -> tuple[int, int]:
        current_window = now // self.window
        previous_window = current_window - self.window
        return previous_window, current_window

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.tokens:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        previous_key, current_key = self._keys(now)
        previous = self.cache.get(previous_key, 0)
        current = self.cache.get(current_key, 0)
        left = self.window - now % self.window
        if previous * left + (current + cost) * self.window > self.tokens * self.window:
            if current + cost <= self.tokens:
                return left - (self.tokens - current - cost) * self.window // previous
            return left + max(0, self.window - (self.tokens - cost) * self.window // current)
        self.cache = {previous_key: previous, current_key: current + cost}
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        previous_key, current_key = self._keys(now)
        previous, current = self.cache.get(previous_key, 0), self.cache.get(current_key, 0)
        left = self.window - now % self.window
        reset = left + self.window if current else left if previous else 0
        return Level(self.tokens - current + -previous * left // self.window, reset)
