"""Wrong: reading deletes an expired TAT, and a `level` about the future reads as well."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._tat: int | None = None  # times the limit; None: nothing stored

    def _load(self, now: int) -> int:
        present = now * self._quota.limit
        if self._tat is None or self._tat <= present:
            self._tat = None  # passive expiry
            return present
        return self._tat

    def _fits(self) -> int:
        return self._quota.burst * self._quota.period

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost {cost}")
        x = self._load(now) + cost * q.period
        late = x - now * q.limit - self._fits()
        if late > 0:
            return -(-late // q.limit)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        q = self._quota
        ahead = self._load(now) - now * q.limit
        return Level(max(0, (self._fits() - ahead) // q.period), -(-ahead // q.limit))
