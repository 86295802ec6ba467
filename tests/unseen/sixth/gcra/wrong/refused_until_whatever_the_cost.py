"""Wrong: remembers until when a client is refused, to answer fast, as Envoy's local cache does; a smaller cost would be granted."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._tolerance = quota.burst * quota.period
        self._tat = 0
        self._refused_until = 0  # in ticks

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost must be between 1 and {q.burst}")
        if now < self._refused_until:
            return self._refused_until - now
        x = max(self._tat, now * q.limit) + cost * q.period
        wait = -((now * q.limit + self._tolerance - x) // q.limit)
        if wait > 0:
            self._refused_until = now + wait
            return wait
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        q = self._quota
        ahead = max(0, self._tat - now * q.limit)
        return Level(max(0, self._tolerance - ahead) // q.period, -(-ahead // q.limit))
