"""The state lives in a coroutine's frame: a request is sent in and an answer comes out."""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    stock, clock, answer = burst * period, 0, None
    while True:
        now, cost = yield answer
        here = min(burst * period, stock + limit * max(0, now - clock))
        if cost is None:
            answer = Level(here // period, -((here - burst * period) // limit))
            continue
        stock, clock = here, max(clock, now)
        missing = cost * period - stock
        if missing > 0:
            answer = -(-missing // limit)
        else:
            stock, answer = -missing, 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._burst = quota.burst
        self._bucket = bucket(quota.limit, quota.period, quota.burst)
        next(self._bucket)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:  # out here: an exception in there would end the coroutine
            raise ValueError(f"cost {cost}, but 1 to {self._burst} is what can be granted")
        return self._bucket.send((now, cost))

    def level(self, now: int) -> Level:
        return self._bucket.send((now, None))
