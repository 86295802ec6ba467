"""Wrong: a call between two tokens moves `last` on and loses the part of a token; shows when calls come faster than tokens."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.last = 0

    def _refill(self, now: int) -> None:
        if now > self.last:
            new_tokens = (now - self.last) * self.quota.limit // self.quota.period
            self.tokens = min(self.quota.burst, self.tokens + new_tokens)
            self.last = now

    def _ticks_for(self, tokens: int) -> int:
        return -(-tokens * self.quota.period // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost out of range")
        self._refill(now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return self._ticks_for(cost - self.tokens)

    def level(self, now: int) -> Level:
        gained = max(0, now - self.last) * self.quota.limit // self.quota.period
        tokens = min(self.quota.burst, self.tokens + gained)
        return Level(tokens, self._ticks_for(self.quota.burst - tokens))
