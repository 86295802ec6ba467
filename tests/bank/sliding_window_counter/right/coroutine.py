"""A generator is the meter: requests are sent in, answers come out, the counters are its local variables."""

from ratelimit import Level


def _meter(limit, period):
    clock = previous = current = 0
    answer = None
    while True:
        now, cost = yield answer
        now = max(clock, now)
        skipped = now // period - clock // period
        before = (previous, current)[skipped] if skipped < 2 else 0
        here = 0 if skipped else current
        left = period - now % period
        wanted = limit if cost is None else cost
        spare = (limit - wanted) * period
        if before * left + here * period <= spare:
            wait = 0
        elif here * period <= spare:
            wait = left - (spare - here * period) // before
        else:
            wait = left + period - spare // here
        if cost is None:
            answer = Level(max(0, (limit * period - before * left) // period - here), wait)
            continue
        clock, previous, current = now, before, here
        if wait == 0:
            current += cost
        answer = wait


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst is for buckets")
        self._limit = quota.limit
        self._meter = _meter(quota.limit, quota.period)
        next(self._meter)

    def take(self, now, cost=1):
        # Checked out here: an exception inside would end the generator.
        if cost < 1 or cost > self._limit:
            raise ValueError(f"cost must be 1..{self._limit}, not {cost}")
        return self._meter.send((now, cost))

    def level(self, now):
        return self._meter.send((now, None))
