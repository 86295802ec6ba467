"""Wrong: adds the tokens of an idle spell one by one in a loop; shows in the steps of the first call after long idling with a large burst."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.clock = 0
        self.credit = 0  # limit * ticks that have not become a token yet; a token costs `period`

    def _flow(self, now: int) -> tuple[int, int]:
        tokens = self.tokens
        credit = self.credit + max(0, now - self.clock) * self.quota.limit
        while credit >= self.quota.period and tokens < self.quota.burst:
            credit -= self.quota.period
            tokens += 1
        if tokens == self.quota.burst:
            credit = 0  # what does not fit runs over
        return tokens, credit

    def _wait(self, wanted: int, tokens: int, credit: int) -> int:
        missing = (wanted - tokens) * self.quota.period - credit
        return -(-missing // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("this cost is never granted")
        self.tokens, self.credit = self._flow(now)
        self.clock = max(self.clock, now)
        if self.tokens < cost:
            return self._wait(cost, self.tokens, self.credit)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens, credit = self._flow(now)
        return Level(tokens, self._wait(self.quota.burst, tokens, credit))
