"""Closures over a list of times and running totals, hung on the instance as take and level."""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        limit, period = quota.limit, quota.period
        if quota.burst != limit:
            raise ValueError("a log has no burst")
        times, upto = [], []  # when, and the units granted until then, the grant itself included
        forgotten = granted = clock = 0

        def left_by(now):
            gone = bisect_right(times, now - period)
            return gone, upto[gone - 1] if gone else forgotten

        def take(now, cost=1):
            nonlocal forgotten, granted, clock
            if not 0 < cost <= limit:
                raise ValueError(f"cost {cost} is not in 1..{limit}")
            clock = max(clock, now)
            gone, out = left_by(clock)
            if gone > 64 and gone * 2 > len(times):
                forgotten = out
                del times[:gone], upto[:gone]
            if granted - out + cost > limit:
                return times[bisect_left(upto, granted + cost - limit)] + period - clock
            granted += cost
            times.append(clock)
            upto.append(granted)
            return 0

        def level(now):
            now = max(now, clock)
            _, out = left_by(now)
            return Level(limit - granted + out, 0 if out == granted else times[-1] + period - now)

        self.take, self.level = take, level
