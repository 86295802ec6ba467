"""It moves on to the window of `now` before it checks the cost, so that a call that raises moves the clock."""

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
            answer = Level(limit - n, rest if n else 0)
            continue
        if w > window:
            window, used = w, 0
        if not 1 <= cost <= limit:
            answer = None
        elif used + cost <= limit:
            used += cost
            answer = 0
        else:
            answer = rest


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self._ask = counter(quota.limit, quota.period)
        next(self._ask)

    def take(self, now: int, cost: int = 1) -> int:
        wait = self._ask.send((now, cost))
        if wait is None:
            raise ValueError(f"a cost of {cost} is never granted")
        return wait

    def level(self, now: int) -> Level:
        return self._ask.send((now, None))
