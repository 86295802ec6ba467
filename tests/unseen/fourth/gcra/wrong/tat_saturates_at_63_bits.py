"""TAT times limit saturates at 2**63 - 1, which dates in nanoseconds reach; from then on everything is granted."""

from ratelimit import Level, Quota

MAX = 2**63 - 1


def saturating_add(a, b):
    return min(a + b, MAX)


class GCRA:
    """A port of a Rust type of two u64, non-zero rate and theoretical arrival."""

    def __init__(self, quota: Quota) -> None:
        self.rate, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.arrival = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("insufficient capacity")
        at = now * self.rate
        next_arrival = saturating_add(max(self.arrival, at), cost * self.period)
        early = next_arrival - at - self.burst * self.period
        if early > 0:
            return -(-early // self.rate)
        self.arrival = next_arrival
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.arrival - now * self.rate)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.rate))
