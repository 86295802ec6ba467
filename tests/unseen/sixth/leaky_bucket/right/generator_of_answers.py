"""Right: the whole bucket is a generator; its local variables are the state, and each call is a send()."""

from collections.abc import Generator

from ratelimit import Level, Quota


def _bucket(limit: int, period: int, burst: int) -> Generator[tuple[int, int, int], tuple[int, int], None]:
    """Receive (now, cost), yield (wait, room in 1/period units, water in 1/period units). Cost 0 is a look."""
    water, clock = 0, 0
    answer = (0, 0, 0)
    while True:
        now, cost = yield answer
        there = water
        if now > clock:
            there = max(there - (now - clock) * limit, 0)
        over = there + cost * period - burst * period
        if cost:
            if now > clock:
                clock = now
            water = there
            if over <= 0:
                water += cost * period
        answer = (-(-max(over, 0) // limit), burst * period - there, there)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._bucket = _bucket(quota.limit, quota.period, quota.burst)
        next(self._bucket)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError("cost must be at least 1 and at most the burst")
        wait, _, _ = self._bucket.send((now, cost))
        return wait

    def level(self, now: int) -> Level:
        _, room, _ = self._bucket.send((now, 0))
        return Level(room // self._quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        _, _, water = self._bucket.send((now, 0))
        return -(-water // self._quota.limit)
