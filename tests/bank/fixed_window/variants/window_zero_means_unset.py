"""Variant of wrong/window_zero_means_unset: one helper gives the running window, both public calls go through it."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.q = quota
        self.opened = 0
        self.sold = 0

    def _running(self, now: int) -> tuple[int, int]:
        if not self.opened or now >= self.opened + self.q.period:
            return now // self.q.period * self.q.period, 0
        return self.opened, self.sold

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.q.limit + 1):
            raise ValueError("cost out of range")
        self.opened, self.sold = self._running(now)
        if self.sold + cost <= self.q.limit:
            self.sold += cost
            return 0
        return self.opened + self.q.period - now

    def level(self, now: int) -> Level:
        opened, sold = self._running(now)
        back = opened + self.q.period - now if sold else 0
        return Level(self.q.limit - sold, back)
