"""Right: like Uber's ratelimit, keeps when the next departure is due (in parts of a tick); an earlier now is refused."""

from math import gcd

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self._scale = quota.limit // common  # parts of a tick
        self._gap = quota.period // common  # parts from a departure to the next
        self._burst = quota.burst
        self._due = 0
        self._clock = 0

    def _parts_ahead(self, now: int) -> int:
        ahead = self._due - now * self._scale
        return ahead if ahead > 0 else 0

    def _in_ticks(self, parts: int) -> int:
        return (parts + self._scale - 1) // self._scale

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("the bucket can't hold that")
        if now < self._clock:
            return self._clock - now  # come back when the clock is where we have seen it
        self._clock = now
        ahead = self._parts_ahead(now) + cost * self._gap
        excess = ahead - self._burst * self._gap
        if excess > 0:
            return self._in_ticks(excess)
        self._due = now * self._scale + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._parts_ahead(now)
        room = self._burst * self._gap - ahead
        return Level(max(0, room // self._gap), self._in_ticks(ahead))

    def delay(self, now: int) -> int:
        return self._in_ticks(self._parts_ahead(now))
