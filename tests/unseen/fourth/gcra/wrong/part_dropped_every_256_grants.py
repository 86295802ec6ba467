"""Every 256th grant brings TAT back to whole ticks and drops the part of a tick."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.epoch = 0  # whole ticks
        self.offset = 0  # TAT - epoch, in ticks * limit
        self.grants = 0

    def _debt(self, now: int) -> int:
        return max(0, self.offset - (now - self.epoch) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        debt = self._debt(now) + cost * self.period
        over = debt - self.burst * self.period
        if over > 0:
            return -(-over // self.limit)
        self.offset = (now - self.epoch) * self.limit + debt
        self.grants += 1
        if self.grants % 256 == 0:  # keep the offset small
            self.epoch, self.offset = self.epoch + self.offset // self.limit, 0
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt(now)
        return Level(max(0, self.burst - -(-debt // self.period)), -(-debt // self.limit))
