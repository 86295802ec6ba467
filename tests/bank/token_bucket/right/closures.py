"""No methods and no state on the instance: two closures over three local variables."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        used, seen = 0, 0

        def used_at(now):
            return max(0, used - limit * max(0, now - seen))

        def take(now: int, cost: int = 1) -> int:
            nonlocal used, seen
            if cost < 1 or burst < cost:
                raise ValueError(f"a cost of {cost} can never be granted: 1 to {burst} can")
            used, seen = used_at(now), max(seen, now)
            after = used + cost * period
            if after <= burst * period:
                used = after
                return 0
            return (after - burst * period + limit - 1) // limit

        def level(now: int) -> Level:
            owing = used_at(now)
            return Level(burst - (owing + period - 1) // period, (owing + limit - 1) // limit)

        self.take = take
        self.level = level
