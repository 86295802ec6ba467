"""Wrong: `last` moves on by whole tokens only, also when the bucket ran over, so a full bucket keeps part of a token above the brim; shows after idling to full."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens = quota.burst
        self.last = 0  # in limit-ths of a tick: when the newest whole token came in
        self.clock = 0

    def _state(self, now: int) -> tuple[int, int]:
        at = max(now, self.clock) * self.limit
        whole = (at - self.last) // self.period
        return min(self.burst, self.tokens + whole), self.last + whole * self.period

    def _until(self, now: int, tokens: int, last: int, wanted: int) -> int:
        if tokens >= wanted:
            return 0
        due = last + (wanted - tokens) * self.period
        return -(-(due - max(now, self.clock) * self.limit) // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1..{self.burst}")
        self.tokens, self.last = self._state(now)
        self.clock = max(self.clock, now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return self._until(now, self.tokens, self.last, cost)

    def level(self, now: int) -> Level:
        tokens, last = self._state(now)
        return Level(tokens, self._until(now, tokens, last, self.burst))
