"""Right: TAT as a pair (tick, part) with part below limit, compared as tuples, like seconds and nanoseconds in C."""

from ratelimit import Level, Quota

Instant = tuple[int, int]


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._tat: Instant = (0, 0)

    def _plus(self, when: Instant, units: int) -> Instant:
        carry, part = divmod(when[1] + units * self._period, self._limit)
        return when[0] + carry, part

    def _ceil(self, when: Instant) -> int:
        return when[0] + (when[1] > 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("cost")
        x = self._plus(max(self._tat, (now, 0)), cost)
        earliest = self._plus(x, -self._burst)
        if earliest > (now, 0):
            return self._ceil(earliest) - now
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        tat = max(self._tat, (now, 0))
        ticks, part = tat[0] - now, tat[1]
        spent = -(-(ticks * self._limit + part) // self._period)
        return Level(max(0, self._burst - spent), self._ceil((ticks, part)))
