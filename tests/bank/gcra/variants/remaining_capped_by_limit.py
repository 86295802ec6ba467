"""Variant of wrong/remaining_capped_by_limit: one function gives the wait for any cost, and level asks it as well."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _wait(self, now: int, cost: int) -> int:
        q = self.quota
        over = max(self.tat - now * q.limit, 0) - (q.burst - cost) * q.period
        return max(0, -(-over // q.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.quota.burst < cost:
            raise ValueError("cost")
        wait = self._wait(now, cost)
        if wait == 0:
            self.tat = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return wait

    def level(self, now: int) -> Level:
        q = self.quota
        used = max(self.tat - now * q.limit, 0)
        remaining = max(0, q.burst * q.period - used) // q.period
        return Level(min(remaining, q.limit), self._wait(now, q.burst))
