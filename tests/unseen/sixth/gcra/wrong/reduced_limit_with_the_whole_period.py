"""Wrong: takes limit from quota.terms, where it is in lowest terms, and period from the quota; shows if they share a factor."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._scale, _, _ = quota.terms  # a tick is so many parts
        self._t = quota.period
        self._burst = quota.burst
        self._tat = 0

    def _parts_to_ticks(self, parts: int) -> int:
        return -(-parts // self._scale)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}")
        here = now * self._scale
        x = max(here, self._tat) + cost * self._t
        early = x - (here + self._burst * self._t)
        if early > 0:
            return self._parts_to_ticks(early)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat - now * self._scale)
        return Level(max(0, self._burst * self._t - ahead) // self._t, self._parts_to_ticks(ahead))
