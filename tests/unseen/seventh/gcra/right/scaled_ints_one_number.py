"""Right: one int, TAT times the limit, in the fewest lines; negated floor division rounds up."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.n, self.t, self.b = quota.limit, quota.period, quota.burst
        self.tat = 0  # n-ths of a tick, in which T is just t

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.b:
            raise ValueError(f"cost must be 1..{self.b}, not {cost}")
        x = max(self.tat, now * self.n) + cost * self.t
        if (early := x - now * self.n - self.b * self.t) > 0:
            return -(-early // self.n)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now * self.n, 0)
        return Level(max(self.b - -(-ahead // self.t), 0), -(-ahead // self.n))
