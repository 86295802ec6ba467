"""Checks a cost against the limit only, so a cost of 0 is granted and a negative one gives units back.

Breaks: law 5 (a cost below 1 raises ValueError)
Level: cost
Shows: 3/10: take(0, 3) take(1, -2) take(2)
Expected: take(1, -2) answers ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    """Classic fixed window counter."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("FixedWindow does not support bursts")
        self.max_requests = quota.limit
        self.window_size = quota.period
        self.window_start = 0
        self.request_count = 0

    def _align(self, timestamp: int) -> int:
        return timestamp - timestamp % self.window_size

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.max_requests:
            raise ValueError("Requested cost exceeds the maximum")

        current_start = self._align(now)
        if current_start > self.window_start:
            self.window_start = current_start
            self.request_count = 0

        if self.request_count + cost > self.max_requests:
            return max(1, self.window_start + self.window_size - now)

        self.request_count += cost
        return 0

    def level(self, now: int) -> Level:
        current_start = self._align(now)
        if current_start > self.window_start or self.request_count == 0:
            return Level(self.max_requests, 0)
        return Level(self.max_requests - self.request_count, self.window_start + self.window_size - now)
