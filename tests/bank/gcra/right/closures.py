"""One variable closed over by two functions that are put on the instance."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        window = burst * period
        tat = 0

        def ceil_div(a, b):
            return (a + b - 1) // b

        def take(now: int, cost: int = 1) -> int:
            nonlocal tat
            if cost < 1 or burst < cost:
                raise ValueError(f"a cost of {cost} can never be granted: 1 to {burst} can")
            new = max(tat, now * limit) + cost * period
            if new > now * limit + window:
                return ceil_div(new - window - now * limit, limit)
            tat = new
            return 0

        def level(now: int) -> Level:
            free = max(0, min(window, now * limit + window - tat))
            return Level(free // period, ceil_div(max(0, tat - now * limit), limit))

        self.take, self.level = take, level
