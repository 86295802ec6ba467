"""Right: all times are multiplied by limit, which makes T the period; one int is kept."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("_limit", "_period", "_tat", "_window")

    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._window = quota.burst * quota.period
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        increment = cost * self._period
        if not 0 < increment <= self._window:
            raise ValueError("cost can never be granted")
        now *= self._limit
        tat = max(self._tat, now) + increment
        allow_at = tat - self._window
        if allow_at > now:
            return (allow_at - now + self._limit - 1) // self._limit
        self._tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        return Level(max(self._window - ahead, 0) // self._period, (ahead + self._limit - 1) // self._limit)
