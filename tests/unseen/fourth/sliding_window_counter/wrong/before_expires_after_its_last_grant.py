"""It forgets the window before once its last grant is a period old, as a key with a TTL of one period would be."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.keys = {}  # window: (units, expires at)
        self.clock = 0

    def _get(self, window, now):
        units, expires = self.keys.get(window, (0, 0))
        return units if now < expires else 0

    def _scaled(self, now):
        w, elapsed = divmod(now, self.period)
        return self._get(w - 1, now) * (self.period - elapsed) + self._get(w, now) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        w = now // self.period
        self.keys = {k: v for k, v in self.keys.items() if k >= w - 1}
        most = (self.limit - cost) * self.period
        if self._scaled(now) <= most:
            self.keys[w] = self._get(w, now) + cost, now + self.period
            return 0
        lo, hi = 0, 2 * self.period
        while lo + 1 < hi:
            mid = (lo + hi) // 2
            if self._scaled(now + mid) <= most:
                hi = mid
            else:
                lo = mid
        return hi

    def level(self, now: int) -> Level:
        w = now // self.period
        rest = (w + 1) * self.period - now
        remaining = self.limit - -(-self._scaled(now) // self.period)
        reset = rest + self.period if self._get(w, now) else rest if self._get(w - 1, now) else 0
        return Level(max(0, remaining), reset)
