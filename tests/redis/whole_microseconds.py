"""A limiter in memory, as one on Redis answers: scripts count microseconds."""

from ratelimit import Decision, MemoryLimiter


class WholeMicroseconds:
    """Its clock is rounded down to a microsecond, and the times in its answers are rounded up to one."""

    def __init__(self, algorithm, quota, clock):
        self._limiter = MemoryLimiter(algorithm, quota, lambda: clock() - clock() % 1000)
        self.reset, self.refund, self.charge = self._limiter.reset, self._limiter.refund, self._limiter.charge

    def hit(self, key, cost=1, quota=None):
        return _rounded_up(self._limiter.hit(key, cost, quota))

    def peek(self, key, quota=None):
        return _rounded_up(self._limiter.peek(key, quota))


def _rounded_up(decision):
    allowed, remaining, *times = decision
    return Decision(allowed, remaining, *(-(-time // 1000) * 1000 for time in times))
