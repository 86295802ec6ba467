"""Wrong: a TAT too far ahead of an earlier now is pulled back to now + burst*T as a guard, which gives units away at the clock."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        now *= self.limit
        # The clock was set back? Then nobody has to wait for longer than an empty meter would make them.
        self.tat = min(self.tat, now + self.tolerance)
        tat = max(self.tat, now) + cost * self.period
        early = tat - now - self.tolerance
        if early > 0:
            return -(-early // self.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = min(max(0, self.tat - now * self.limit), self.tolerance)
        return Level((self.tolerance - ahead) // self.period, -(-ahead // self.limit))
