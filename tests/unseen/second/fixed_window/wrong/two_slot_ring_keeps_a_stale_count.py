"""Wrong: two slots by the parity of the window; a roll over by an even number of windows does not clear the slot.

Source: (c) a ring of counters whose slots are cleared on the step to the neighbour
Witness: 1/1: take(0) take(2) -> 1, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.head = 0
        self.ring = [0, 0]

    def _slot(self, now: int) -> int:
        return max(self.head, now // self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 0 < cost <= quota.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = self._slot(now)
        if window & 1 != self.head & 1:
            self.ring[window & 1] = 0
        self.head = window
        if self.ring[window & 1] + cost > quota.limit:
            return quota.period - now % quota.period
        self.ring[window & 1] += cost
        return 0

    def level(self, now: int) -> Level:
        quota = self.quota
        used = self.ring[self.head & 1] if now // quota.period <= self.head else 0
        return Level(quota.limit - used, quota.period - now % quota.period if used else 0)
