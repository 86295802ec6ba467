"""Wrong: a tick is 2**20 parts and T is rounded to them, so some waits are a tick too long, more of them after more grants."""

from ratelimit import Level, Quota

BITS = 20


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._t = max(1, ((quota.period << BITS) + quota.limit // 2) // quota.limit)
        self._tolerance = self._t * quota.burst
        self._burst = quota.burst
        self._tat = 0

    @staticmethod
    def _ticks(parts: int) -> int:
        return (parts + (1 << BITS) - 1) >> BITS

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be at least 1 and at most {self._burst}")
        at = now << BITS
        tat = max(self._tat, at) + cost * self._t
        if tat - at > self._tolerance:
            return self._ticks(tat - at - self._tolerance)
        self._tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat - (now << BITS))
        return Level(max(0, (self._tolerance - ahead) // self._t), self._ticks(ahead))
