"""Wrong: ported from Lua as `cost or 1`, which in Python turns a cost of 0 into 1 instead of an error."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.interval = quota.period
        self.capacity = quota.burst
        # HMGET key tokens timestamp
        self.data = {"tokens": quota.burst * quota.period, "timestamp": 0}

    def _filled(self, now: int) -> int:
        delta = max(0, now - self.data["timestamp"])
        return min(self.capacity * self.interval, self.data["tokens"] + delta * self.rate)

    def take(self, now: int, cost: int | None = None) -> int:
        requested = cost or 1
        if requested < 1 or requested > self.capacity:
            raise ValueError("requested is out of range")
        filled = self._filled(now)
        need = requested * self.interval
        allowed = filled >= need
        new_tokens = filled
        retry_after = 0
        if allowed:
            new_tokens = filled - need
        else:
            retry_after = -((filled - need) // self.rate)
        self.data["tokens"] = new_tokens
        self.data["timestamp"] = max(now, self.data["timestamp"])
        return retry_after

    def level(self, now: int) -> Level:
        filled = self._filled(now)
        return Level(filled // self.interval, -((filled - self.capacity * self.interval) // self.rate))
