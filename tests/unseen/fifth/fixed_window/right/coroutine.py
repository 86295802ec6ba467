"""Right: the meter is a generator that is sent requests and yields answers; late requests are always refused."""

from collections.abc import Generator

from ratelimit import Level, Quota

Request = tuple[int, int]


def window_counter(limit: int, period: int) -> Generator[object, Request, None]:
    """Answers (now, cost) with a wait, and (now, 0) with a level."""
    clock = window = used = 0
    answer: object = None
    while True:
        now, cost = yield answer
        asked = now // period
        fresh = asked > window
        spent = 0 if fresh else used
        to_edge = period - now % period
        if cost == 0:
            answer = Level(limit - spent, to_edge if spent else 0)
        elif now < clock:
            answer = clock - now
        else:
            clock = now
            window, used = asked, spent
            if used + cost > limit:
                answer = to_edge
            else:
                used += cost
                answer = 0


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("windows have no burst")
        self._costs = range(1, quota.limit + 1)
        self._loop = window_counter(quota.limit, quota.period)
        next(self._loop)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in self._costs:
            raise ValueError(f"cost {cost} never fits")
        return self._loop.send((now, cost))

    def level(self, now: int) -> Level:
        return self._loop.send((now, 0))
