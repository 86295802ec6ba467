"""Right: counts in parts of a token (one token is `period` parts, a tick brings `limit`), so every number is an int."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._per_tick = quota.limit
        self._per_token = quota.period
        self._burst = quota.burst
        self._full = quota.burst * quota.period
        self._parts = self._full
        self._at = 0

    def _parts_at(self, now: int) -> int:
        if now <= self._at:
            return self._parts
        return min(self._full, self._parts + (now - self._at) * self._per_tick)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        self._parts = self._parts_at(now)
        self._at = max(self._at, now)
        missing = cost * self._per_token - self._parts
        if missing <= 0:
            self._parts = -missing
            return 0
        return -(-missing // self._per_tick)

    def level(self, now: int) -> Level:
        parts = self._parts_at(now)
        return Level(parts // self._per_token, -((parts - self._full) // self._per_tick))
