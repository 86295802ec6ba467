"""Wrong: `x - now < burst*T` for `<=`: exactly as far ahead as allowed is refused, with a wait of 1; shows in the take that spends the burst."""

from ratelimit import Level, Quota


class GCRA:
    """Time in parts: a tick has `limit` parts, and T has `period`."""

    def __init__(self, quota: Quota) -> None:
        self.tick, self.t, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        x = max(self.tat, now * self.tick) + cost * self.t
        lead = x - now * self.tick
        allowed = self.burst * self.t
        if lead < allowed:
            self.tat = x
            return 0
        return max(1, -((allowed - lead) // self.tick))

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now * self.tick) - now * self.tick
        return Level(max(0, self.burst - -(-ahead // self.t)), -(-ahead // self.tick))
