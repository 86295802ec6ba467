"""Wrong: the state expires a period after the last write (EXPIRE key period), but a burst above the limit needs longer."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.ttl = quota.period
        self.record: tuple[int, int] | None = None

    def _get(self, now: int) -> tuple[int, int]:
        """Return when and how many parts, as a new bucket if the record has expired."""
        full = self.quota.burst * self.quota.period
        if self.record is None:
            return now, full
        at, parts = self.record
        if now >= at + self.ttl:
            return now, full
        if now > at:
            return now, min(full, parts + (now - at) * self.quota.limit)
        return at, parts

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        at, parts = self._get(now)
        rest = parts - cost * self.quota.period
        if rest < 0:
            self.record = at, parts
            return -(rest // self.quota.limit)
        self.record = at, rest
        return 0

    def level(self, now: int) -> Level:
        _, parts = self._get(now)
        missing = self.quota.burst * self.quota.period - parts
        return Level(parts // self.quota.period, -(-missing // self.quota.limit))
