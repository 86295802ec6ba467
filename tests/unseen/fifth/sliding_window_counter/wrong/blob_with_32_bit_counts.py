"""Wrong: the state is a packed blob with 32 bits for each count, so a count from 2**32 on is a struct.error."""

from struct import Struct

from ratelimit import Level, Quota

_COUNTS = Struct(">II")


class SlidingWindowCounter:
    """Keeps the counts as it would store them in Redis: eight bytes per client."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._save(0, 0, 0)

    def _save(self, window: int, before: int, current: int) -> None:
        self._window = window
        self._blob = _COUNTS.pack(before, current)

    def _load(self, window: int) -> tuple[int, int]:
        before, current = _COUNTS.unpack(self._blob)
        if window == self._window:
            return before, current
        return (current, 0) if window == self._window + 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now)
        window, elapsed = divmod(at, self._period)
        before, current = self._load(window)
        left = self._period - elapsed
        room = self._limit - current - cost
        if before * left <= room * self._period:
            self._save(window, before, current + cost)
            return 0
        if room >= 0:
            return at + left - room * self._period // before - now
        return at + left + self._period - (self._limit - cost) * self._period // current - now

    def level(self, now: int) -> Level:
        window, elapsed = divmod(max(now, self._clock), self._period)
        before, current = self._load(window)
        left = self._period - elapsed
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
