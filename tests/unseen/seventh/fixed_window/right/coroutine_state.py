"""Right: a primed generator holds count and window in its locals; each call is a message that is sent to it."""

from collections.abc import Generator

from ratelimit import Level, Quota


def counting(limit: int, period: int) -> Generator[int, tuple[int, int], None]:
    """Receive (now, cost), yield the units used once the window of `now` is looked at; a cost of 0 only looks.

    A negative answer is a refusal: minus the units used.
    """
    window, used = 0, 0
    answer = 0
    while True:
        now, cost = yield answer
        asked = now // period
        if cost == 0:
            answer = used if asked <= window else 0
            continue
        if asked > window:
            window, used = asked, 0
        if used + cost > limit:
            answer = -used
        else:
            used += cost
            answer = used


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = quota.limit, quota.period
        if quota.burst != self._limit:
            raise ValueError("burst must equal limit")
        self._counter = counting(self._limit, self._period)
        next(self._counter)

    def _to_edge(self, now: int) -> int:
        return self._period - now % self._period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._limit:
            raise ValueError("cost must be at most the limit")
        return 0 if self._counter.send((now, cost)) > 0 else self._to_edge(now)

    def level(self, now: int) -> Level:
        used = self._counter.send((now, 0))
        return Level(self._limit - used, self._to_edge(now) if used else 0)
