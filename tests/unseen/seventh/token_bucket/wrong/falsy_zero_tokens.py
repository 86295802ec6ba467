"""Wrong: a JavaScript habit, `tokens or burst`: an exactly empty bucket counts as a new, full one; shows in the call after the last token went."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.store: dict[str, int] = {}

    def _load(self, now: int) -> tuple[int, int]:
        full = self.quota.burst * self.quota.period
        tokens = self.store.get("tokens") or full
        last = self.store.get("last") or 0
        elapsed = max(0, now - last)
        return min(full, tokens + elapsed * self.quota.limit), max(now, last)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("RangeError: cost")
        tokens, last = self._load(now)
        need = cost * self.quota.period
        if tokens >= need:
            self.store = {"tokens": tokens - need, "last": last}
            return 0
        return -((tokens - need) // self.quota.limit)

    def level(self, now: int) -> Level:
        tokens, _ = self._load(now)
        full = self.quota.burst * self.quota.period
        return Level(tokens // self.quota.period, -((tokens - full) // self.quota.limit))
