"""The theoretical arrival time as a whole number, in L-ths of a tick, in which the emission interval is P."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        now *= limit
        tat = max(self.tat, now) + cost * period
        early = tat - now - burst * period
        if early > 0:
            return -(-early // limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        remaining = self.quota.burst - -(-ahead // self.quota.period)
        return Level(max(0, remaining), -(-ahead // self.quota.limit))
