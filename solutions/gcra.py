"""The generic cell rate algorithm, written to be read.

It keeps one number, `tat`, the theoretical arrival time: when the next request would come if all came evenly, one
emission interval (`period / limit` ticks) after another. How far `tat` is ahead of now says how much of the burst is
spent. An interval is rarely a whole number of ticks, so times are counted in slices: a tick is `limit` slices, and an
interval is `period` slices. All numbers stay whole, whatever the quota.

A clock that is set back needs no second number. After a grant or a refusal, `tat` is ahead of now. So it is never
behind the latest take, and to an earlier take only more of the burst looks spent.
"""

from ratelimit import Level, Quota


class GCRA:
    """Grants what leaves the theoretical arrival time at most `burst` emission intervals ahead of now."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.most_ahead = quota.burst * quota.period  # in slices
        self.tat = 0  # in slices

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units: return 0 if they are granted, else the ticks to wait."""
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ahead = self._ahead(now) + cost * self.quota.period
        if ahead <= self.most_ahead:  # a request that comes exactly in time is granted
            self.tat = now * self.quota.limit + ahead
            return 0
        return self._ticks(ahead - self.most_ahead)  # a refusal changes nothing at all

    def level(self, now: int) -> Level:
        """Return the whole units left, and the ticks until `tat` is no longer ahead."""
        ahead = self._ahead(now)
        remaining = max(0, (self.most_ahead - ahead) // self.quota.period)  # below 0 only if the clock was set back
        return Level(remaining, self._ticks(ahead))

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now * self.quota.limit)  # idle time earns nothing beyond the burst

    def _ticks(self, slices: int) -> int:
        return -(-slices // self.quota.limit)  # rounded up: one tick less would be too early
