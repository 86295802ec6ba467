"""Wrong: the window is remembered by its low 16 bits, so after exactly 65536 windows an old count is back."""

from ratelimit import Level, Quota

TAG_BITS = 16
TAG_MASK = (1 << TAG_BITS) - 1


class FixedWindow:
    """State is `used << 16 | tag`; a tag that isn't the tag of the window means that the count is stale."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._state = 0

    def _used(self, at: int) -> int:
        tag = at // self._period & TAG_MASK
        return self._state >> TAG_BITS if self._state & TAG_MASK == tag else 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        at = self._clock = max(self._clock, now)
        used = self._used(at)
        if used + cost > self._limit:
            return at - at % self._period + self._period - now
        self._state = (used + cost) << TAG_BITS | (at // self._period & TAG_MASK)
        return 0

    def level(self, now: int) -> Level:
        at = max(self._clock, now)
        used = self._used(at)
        return Level(self._limit - used, at - at % self._period + self._period - now if used else 0)
