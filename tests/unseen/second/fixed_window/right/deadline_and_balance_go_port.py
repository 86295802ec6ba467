"""Right: as one would port it from Go: a struct with the tick at which the window ends, and what is left until then."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class _Bucket:
    ends: int
    left: int


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self.max = quota.limit
        self.every = quota.period
        self.b = _Bucket(ends=quota.period, left=quota.limit)

    def _peek(self, now: int) -> _Bucket:
        if now < self.b.ends:
            return self.b
        behind = now - self.b.ends
        return _Bucket(now - behind % self.every + self.every, self.max)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("cost must be positive")
        if cost > self.max:
            raise ValueError("cost exceeds limit")
        b = self.b = self._peek(now)
        if b.left >= cost:
            b.left -= cost
            return 0
        return b.ends - now

    def level(self, now: int) -> Level:
        b = self._peek(now)
        return Level(b.left, 0 if b.left == self.max else b.ends - now)
