"""(c) `credit or full`, as in a port of a Redis script: a bucket that is exactly empty is taken for one that was never used.

Witness: 78/1: take(0, 78) take(0, 1) -> 0, right: 1
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.store = {}

    def _load(self, now):
        full = self.burst * self.period
        credit = self.store.get("credit") or full
        clock = self.store.get("clock") or 0
        return min(full, credit + max(0, now - clock) * self.limit), max(now, clock)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        credit, clock = self._load(now)
        need = cost * self.period
        wait = 0
        if credit >= need:
            credit -= need
        else:
            wait = -((credit - need) // self.limit)
        self.store["credit"], self.store["clock"] = credit, clock
        return wait

    def level(self, now: int) -> Level:
        credit, _ = self._load(now)
        return Level(credit // self.period, -((credit - self.burst * self.period) // self.limit))
