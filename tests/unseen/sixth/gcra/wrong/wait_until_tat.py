"""Wrong: a refused take is told to come back at TAT, when the next unit is due, not when it is within the tolerance."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._scale = quota.limit
        self._t = quota.period
        self._burst = quota.burst
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._burst < cost:
            raise ValueError(f"{cost} is not in 1..{self._burst}")
        t0 = now * self._scale
        tat = max(t0, self._tat)
        if tat + cost * self._t > t0 + self._burst * self._t:
            return -(-(tat - t0) // self._scale)
        self._tat = tat + cost * self._t
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat - now * self._scale)
        return Level(max(0, self._burst - -(-ahead // self._t)), -(-ahead // self._scale))
