"""A bucket that holds exactly nothing is taken for one that was never used, and is full again."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.hash = {}

    def _load(self, now):
        q, h = self.quota, self.hash
        parts = h.get("parts") or q.burst * q.period
        stamp = h.get("stamp", now)
        return min(q.burst * q.period, parts + max(0, now - stamp) * q.limit), max(now, stamp)

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError("cost")
        parts, stamp = self._load(now)
        wait = 0
        if parts >= cost * q.period:
            parts -= cost * q.period
        else:
            wait = -(-(cost * q.period - parts) // q.limit)
        self.hash.update(parts=parts, stamp=stamp)
        return wait

    def level(self, now: int) -> Level:
        q = self.quota
        parts, _ = self._load(now)
        return Level(parts // q.period, -(-(q.burst * q.period - parts) // q.limit))
