"""The date told to a refused cost is remembered for the next ask, also when a cheaper take was granted since."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._l, self._p, self._b = quota.limit, quota.period, quota.burst
        self._full_at = self._clock = 0
        self._refused, self._ready = 0, 0  # the last cost that was refused, and from when on it fits

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._b:
            raise ValueError(f"a cost of {cost}")
        if now > self._clock:
            self._clock = now
        if cost == self._refused and self._clock < self._ready:
            return self._ready - self._clock  # a client that polls
        at = self._clock * self._l
        full_at = max(self._full_at, at) + cost * self._p
        early = full_at - at - self._b * self._p
        if early > 0:
            wait = -(-early // self._l)
            self._refused, self._ready = cost, self._clock + wait
            return wait
        self._full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        to_go = max(0, self._full_at - max(now, self._clock) * self._l)
        return Level((self._b * self._p - to_go) // self._p, -(-to_go // self._l))
