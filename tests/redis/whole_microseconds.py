"""A limiter in memory, as one on Redis answers: scripts count microseconds."""

from ratelimit import Decision, MemoryLimiter


class WholeMicroseconds:
    """Its clock is rounded down to a microsecond, and the times in its answers are rounded up to one."""

    def __init__(self, algorithm, quota, clock):
        self._limiter = MemoryLimiter(algorithm, quota, lambda: clock() - clock() % 1000)
        self.reset = self._limiter.reset

    def hit(self, key, cost=1):
        return _rounded_up(self._limiter.hit(key, cost))

    def peek(self, key):
        return _rounded_up(self._limiter.peek(key))


def _rounded_up(decision):
    allowed, remaining, *times = decision
    return Decision(allowed, remaining, *(-(-time // 1000) * 1000 for time in times))
