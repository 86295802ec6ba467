"""Wrong: the count has the low 32 bits of the state, and a limit above 2**32 - 1 spills into the window."""

from ratelimit import Level, Quota

COUNT_BITS = 32
COUNT_MASK = (1 << COUNT_BITS) - 1


class FixedWindow:
    """One word of state, `window << 32 | used`, as in the compare-and-swap loop of the Rust version."""

    __slots__ = ("_limit", "_period", "_state")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._state = 0

    def _load(self, now: int) -> tuple[int, int]:
        state = self._state
        window, used = state >> COUNT_BITS, state & COUNT_MASK
        asked = now // self._period
        return (asked, 0) if asked > window else (window, used)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        window, used = self._load(now)
        if used + cost > self._limit:
            self._state = (window << COUNT_BITS) + used
            return (window + 1) * self._period - now
        self._state = (window << COUNT_BITS) + used + cost
        return 0

    def level(self, now: int) -> Level:
        window, used = self._load(now)
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
