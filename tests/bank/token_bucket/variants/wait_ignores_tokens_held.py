"""Variant of wrong/wait_ignores_tokens_held: keeps when the bucket will be full, in slices of a tick."""

from ratelimit import Level, Quota


class TokenBucket:
    """A bucket that will be full at `full` lacks what flows in until then."""

    def __init__(self, quota: Quota) -> None:
        self.per_tick = quota.limit
        self.token = quota.period
        self.burst = quota.burst
        self.full = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost}, burst {self.burst}")
        full = max(self.full, now * self.per_tick) + cost * self.token
        earliest = full - self.burst * self.token
        if earliest <= now * self.per_tick:
            self.full = full
            return 0
        return -(-cost * self.token // self.per_tick)

    def level(self, now: int) -> Level:
        lacks = max(0, self.full - now * self.per_tick)
        there = self.burst * self.token - lacks
        return Level(max(0, there) // self.token, -(-lacks // self.per_tick))
