"""cost·T is summed by doubling over the low 32 bits of the cost; a larger cost moves TAT too little."""

from ratelimit import Level, Quota


def times(interval: int, cost: int) -> int:
    """Multiply by shifting and adding."""
    total = 0
    for _ in range(32):
        if cost & 1:
            total += interval
        interval <<= 1
        cost >>= 1
    return total


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        allowed = burst * period
        tat = 0

        def debt(now):
            return max(0, tat - now * limit)

        def take(now, cost=1):
            nonlocal tat
            if not 1 <= cost <= burst:
                raise ValueError(f"cost must be 1 to {burst}")
            x = debt(now) + times(period, cost)
            if x > allowed:
                return -((allowed - x) // limit)
            tat = now * limit + x
            return 0

        def level(now):
            ahead = debt(now)
            return Level(max(0, (allowed - ahead) // period), -(-ahead // limit))

        self.take, self.level = take, level
