"""Three closures over two local variables, put on the instance in place of methods."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        height = time = 0

        def height_at(now):
            return height if now < time else max(0, height - limit * (now - time))

        def ticks_for(volume):
            return (volume + limit - 1) // limit

        def take(now: int, cost: int = 1) -> int:
            nonlocal height, time
            if cost < 1 or burst < cost:
                raise ValueError(f"a cost of {cost} can never be granted: 1 to {burst} can")
            height, time = height_at(now), max(time, now)
            after = height + cost * period
            if after > burst * period:
                return ticks_for(after - burst * period)
            height = after
            return 0

        def level(now: int) -> Level:
            return Level((burst * period - height_at(now)) // period, delay(now))

        def delay(now: int) -> int:
            return ticks_for(height_at(now))

        self.take, self.level, self.delay = take, level, delay
