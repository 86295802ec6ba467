"""A generator is the meter: requests are sent in, answers come out, the state is its local variables."""

from ratelimit import Level


def _meter(limit, period):
    window, used = 0, 0
    answer = None
    while True:
        now, cost = yield answer
        index = max(window, now // period)
        count = used if index == window else 0
        next_window = (index + 1) * period
        if cost is None:
            answer = Level(limit - count, next_window - now if count else 0)
            continue
        window, used = index, count
        if used + cost <= limit:
            used += cost
            answer = 0
        else:
            answer = next_window - now


class FixedWindow:
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
