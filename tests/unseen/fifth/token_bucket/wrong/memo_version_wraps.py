"""Wrong: the memo of `level` is checked by an eight-bit version, so it is stale after just 256 changes."""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("_quota", "_brim", "_have", "_when", "_version", "_memo")

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._brim = quota.burst * quota.period
        self._have = self._brim
        self._when = 0
        self._version = 0
        self._memo = None  # (version, now, level)

    def _at(self, now: int) -> int:
        return min(self._brim, self._have + max(0, now - self._when) * self._quota.limit)

    def _store(self, have: int, when: int) -> None:
        self._have = have
        self._when = when
        self._version = (self._version + 1) & 0xFF

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        have = self._at(now)
        need = cost * self._quota.period
        if have >= need:
            self._store(have - need, max(now, self._when))
            return 0
        self._store(have, max(now, self._when))
        return -((have - need) // self._quota.limit)

    def level(self, now: int) -> Level:
        memo = self._memo
        if memo is None or memo[0] != self._version or memo[1] != now:
            have = self._at(now)
            level = Level(have // self._quota.period, -((have - self._brim) // self._quota.limit))
            memo = self._memo = (self._version, now, level)
        return memo[2]
