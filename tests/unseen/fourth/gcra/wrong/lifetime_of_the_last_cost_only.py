"""The stored TAT is kept for the time that the last cost takes, not until TAT is reached, so a burst of small takes is forgotten."""

from typing import NamedTuple

from ratelimit import Level, Quota


class Entry(NamedTuple):
    tat: int
    expires: int


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.entry = None

    def _tat(self, now: int) -> int:
        start = now * self.quota.limit
        if self.entry and now < self.entry.expires:
            return max(start, self.entry.tat)
        return start

    def take(self, now: int, cost: int = 1) -> int:
        q = self.quota
        if not 0 < cost <= q.burst:
            raise ValueError(f"a cost of {cost}")
        debt = self._tat(now) - now * q.limit + cost * q.period
        if debt > q.burst * q.period:
            return -((q.burst * q.period - debt) // q.limit)
        ttl = -(-cost * q.period // q.limit)
        self.entry = Entry(now * q.limit + debt, now + ttl)
        return 0

    def level(self, now: int) -> Level:
        debt = self._tat(now) - now * self.quota.limit
        return Level(max(0, self.quota.burst - -(-debt // self.quota.period)), -(-debt // self.quota.limit))
