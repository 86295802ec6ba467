"""Remembers when it was last full and what was spent since: what is left is a subtraction, rebased now and then."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.since = 0  # if the bucket had been full then ...
        self.spent = 0  # ... and this had been spent since (in P-ths of a token), it would be as it is
        self.clock = 0

    def _lacking(self, now):
        return max(0, self.spent - (max(now, self.clock) - self.since) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cannot ever grant {cost}: the burst is {burst} and the least is 1")
        self.clock = max(now, self.clock)
        lacking = self._lacking(now)
        too_much = lacking + (cost - burst) * period
        if too_much > 0:
            return 1 + (too_much - 1) // limit
        if lacking == 0 or self.spent > 5 * burst * period:  # full, or time to keep the numbers small
            self.since, self.spent = self.clock, lacking
        self.spent += cost * period
        return 0

    def level(self, now: int) -> Level:
        lacking = self._lacking(now)
        whole_lacking = (lacking + self.quota.period - 1) // self.quota.period
        return Level(self.quota.burst - whole_lacking, (lacking + self.quota.limit - 1) // self.quota.limit)
