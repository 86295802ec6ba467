"""Wrong: the memo of `level` is thrown away when the clock moves, but a grant below the clock changes the water too."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._water = 0
        self._clock = 0
        self._memo: tuple[int, int] | None = None  # now, and the water there is then

    def _at(self, now: int) -> int:
        if self._memo is not None and self._memo[0] == now:
            return self._memo[1]
        water = self._water
        if now > self._clock:
            water = max(0, water - (now - self._clock) * self._quota.limit)
        return water

    def _advance(self, now: int) -> int:
        """Bring the bucket up to now; return the water."""
        if now >= self._clock:
            water = self._at(now) if now >= self._clock else self._water
            self._water, self._clock, self._memo = water, max(now, self._clock), None
        return self._water

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        over = self._advance(now) + (cost - self._quota.burst) * self._quota.period
        if over > 0:
            return -(-over // self._quota.limit)
        self._water += cost * self._quota.period
        return 0

    def delay(self, now: int) -> int:
        return self.level(now)[1]

    def level(self, now: int) -> Level:
        water = self._at(now)
        self._memo = now, water
        return Level(self._quota.burst + -water // self._quota.period, -(-water // self._quota.limit))
