"""Wrong: the ValueError is raised inside the generator, which is finished by it, so every later call fails."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._loop = self._run(quota.limit, quota.period, quota.burst)
        next(self._loop)

    @staticmethod
    def _run(limit, period, burst):
        brim = burst * period
        tokens, clock = brim, 0
        reply = None
        while True:
            now, cost = yield reply
            there = min(brim, tokens + limit * max(0, now - clock))
            if cost is None:
                reply = Level(there // period, -(-(brim - there) // limit))
                continue
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not in 1..{burst}")
            tokens, clock = there, max(now, clock)
            if tokens >= cost * period:
                tokens -= cost * period
                reply = 0
            else:
                reply = -(-(cost * period - tokens) // limit)

    def take(self, now: int, cost: int = 1) -> int:
        return self._loop.send((now, cost))

    def level(self, now: int) -> Level:
        return self._loop.send((now, None))
