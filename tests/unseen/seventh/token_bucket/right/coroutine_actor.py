"""Right: the state lives in the local variables of a generator, an actor that is sent messages; errors are raised outside."""

from collections.abc import Generator

from ratelimit import Level, Quota


def _bucket(limit: int, period: int, burst: int) -> Generator[int | tuple[int, int], tuple[int, int]]:
    """Is sent (now, cost), or (now, 0) to look; yields the answer. One token is `period` drops; a tick adds `limit`."""
    brim = drops = burst * period
    clock = 0
    answer: int | tuple[int, int] = 0
    while True:
        now, cost = yield answer
        there = drops if now <= clock else min(brim, drops + (now - clock) * limit)
        if cost == 0:
            answer = (there // period, (brim - there + limit - 1) // limit)
            continue
        drops, clock = there, max(clock, now)
        missing = cost * period - drops
        if missing > 0:
            answer = (missing + limit - 1) // limit
        else:
            drops = -missing
            answer = 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._costs = range(1, quota.burst + 1)
        self._actor = _bucket(quota.limit, quota.period, quota.burst)
        next(self._actor)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in self._costs:  # O(1) for a range
            raise ValueError(f"a cost of {cost} can never be granted")
        return self._actor.send((now, cost))

    def level(self, now: int) -> Level:
        return Level(*self._actor.send((now, 0)))
