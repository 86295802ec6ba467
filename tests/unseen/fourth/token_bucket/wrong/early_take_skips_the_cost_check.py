"""A take below the clock that finds too little is told to wait before its cost is checked."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._q = quota
        self._missing = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        q = self._q
        if now < self._clock:
            # Somebody's clock is late. It may have what there is, without a refill.
            need = self._missing + cost * q.period - q.burst * q.period
            if need > 0:
                return self._clock - now + -(-need // q.limit)
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost must be 1 to {q.burst}")
        if now > self._clock:
            self._missing = max(0, self._missing - (now - self._clock) * q.limit)
            self._clock = now
        need = self._missing + cost * q.period - q.burst * q.period
        if need > 0:
            return -(-need // q.limit)
        self._missing += cost * q.period
        return 0

    def level(self, now: int) -> Level:
        q = self._q
        missing = max(0, self._missing - max(0, now - self._clock) * q.limit)
        return Level(q.burst - -(-missing // q.period), -(-missing // q.limit))
