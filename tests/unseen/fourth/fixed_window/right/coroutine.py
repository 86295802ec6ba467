"""A generator keeps the state in its locals; the class sends it questions."""

from ratelimit import Level, Quota


def counter(limit, period):
    window = used = 0
    answer = None
    while True:
        now, cost = yield answer
        w = now // period
        rest = (w + 1) * period - now
        if cost is None:
            n = used if w <= window else 0
            answer = Level(limit - n, rest if n > 0 else 0)
            continue
        if w > window:
            window, used = w, 0
        if used + cost <= limit:
            used += cost
            answer = 0
        else:
            answer = rest


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self._limit = quota.limit
        self._ask = counter(quota.limit, quota.period)
        next(self._ask)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self._limit + 1):
            raise ValueError("cost out of range")
        return self._ask.send((now, cost))

    def level(self, now: int) -> Level:
        return self._ask.send((now, None))
