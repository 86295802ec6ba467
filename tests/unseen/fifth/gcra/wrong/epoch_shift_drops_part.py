"""Wrong: when the numbers have grown the epoch is moved to now, and what TAT is ahead is then rounded down to ticks."""

from ratelimit import Level, Quota

FAR = 1 << 40


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._epoch = 0
        self._due = 0  # TAT minus the epoch, in limit-ths of a tick

    def _ahead(self, now: int) -> int:
        return max(0, self._due - (now - self._epoch) * self._limit)

    def _rebase(self, now: int) -> None:
        if now - self._epoch < FAR:
            return
        ahead = self._ahead(now)
        self._epoch = now
        self._due = ahead // self._limit * self._limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        self._rebase(now)
        ahead = self._ahead(now) + cost * self._period
        over = ahead - self._burst * self._period
        if over > 0:
            return -(-over // self._limit)
        self._due = (now - self._epoch) * self._limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, (self._burst * self._period - ahead) // self._period), -(-ahead // self._limit))
