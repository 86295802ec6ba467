"""coroutine, with `import ratelimit` and ratelimit.Level instead of from-imports.

Truth: right.
"""

import ratelimit


def _counter(limit, period):
    """now, cost -> (used, start, granted); cost None only looks."""
    start = used = 0
    answer = None
    while True:
        now, cost = yield answer
        here = now // period * period
        begin, n = (here, 0) if here > start else (start, used)
        if cost is None:
            answer = (n, begin, False)
            continue
        granted = n + cost <= limit
        start, used = begin, n + cost * granted
        answer = (n, begin, granted)


class FixedWindow:
    def __init__(self, quota: ratelimit.Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self._quota = quota
        machine = _counter(quota.limit, quota.period)
        next(machine)
        self._ask = machine.send

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self._quota.limit + 1):
            raise ValueError("cost out of range")
        _, begin, granted = self._ask((now, cost))
        return 0 if granted else begin + self._quota.period - now

    def level(self, now: int) -> ratelimit.Level:
        used, begin, _ = self._ask((now, None))
        return ratelimit.Level(self._quota.limit - used, begin + self._quota.period - now if used else 0)
