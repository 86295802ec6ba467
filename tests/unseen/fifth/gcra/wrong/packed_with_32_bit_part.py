"""Wrong: TAT is packed as ticks and a 32-bit numerator, which limits above 2**32 overflow."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._word = 0
        self._bits = 32

    def _get(self) -> int:
        """TAT in limit-ths of a tick."""
        ticks, part = self._word >> self._bits, self._word & (1 << self._bits) - 1
        return ticks * self._quota.limit + part

    def _set(self, tat: int) -> None:
        ticks, part = divmod(tat, self._quota.limit)
        self._word = ticks << self._bits | part

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost out of range")
        x = max(self._get(), now * q.limit) + cost * q.period
        early = x - now * q.limit - q.burst * q.period
        if early > 0:
            return -(-early // q.limit)
        self._set(x)
        return 0

    def level(self, now: int) -> Level:
        q = self._quota
        ahead = max(0, self._get() - now * q.limit)
        return Level(max(0, q.burst + -ahead // q.period), -(-ahead // q.limit))
