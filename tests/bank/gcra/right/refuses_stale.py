"""Keeps a clock under a lock beside the TAT, and sends whoever is behind that clock away until it is reached."""

from threading import RLock

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.lock = RLock()
        self.tat = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not one that a burst of {quota.burst} allows")
        with self.lock:
            if now < self.clock:
                return self.clock - now
            self.clock = now
            tat = max(self.tat, now * quota.limit) + cost * quota.period
            if (over := tat - now * quota.limit - quota.burst * quota.period) > 0:
                return -(-over // quota.limit)
            self.tat = tat
            return 0

    def level(self, now: int) -> Level:
        with self.lock:
            now = max(now, self.clock)
            backlog = max(0, self.tat - now * self.quota.limit)
        used, part = divmod(backlog, self.quota.period)
        return Level(self.quota.burst - used - (part > 0), -(-backlog // self.quota.limit))
