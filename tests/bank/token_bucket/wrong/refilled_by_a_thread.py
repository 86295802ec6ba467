"""Leaves the refill to a thread that comes round once a minute, and never looks at the time that it is handed.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(0) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

import threading
import time
import weakref

from ratelimit import Level, Quota

ROUND = 60_000_000_000
buckets = weakref.WeakSet()


def _go_round():
    while True:
        time.sleep(ROUND / 1_000_000_000)
        for bucket in list(buckets):
            bucket.refill()


class TokenBucket:
    thread = None

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.parts = quota.burst * quota.period
        if TokenBucket.thread is None:
            TokenBucket.thread = threading.Thread(target=_go_round, daemon=True)
            TokenBucket.thread.start()
        buckets.add(self)

    def refill(self):
        self.parts = min(self.full, self.parts + ROUND * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        missing = cost * self.quota.period - self.parts
        if missing > 0:
            return -(-missing // self.quota.limit)
        self.parts = -missing
        return 0

    def level(self, now: int) -> Level:
        parts = self.parts
        return Level(parts // self.quota.period, -((parts - self.full) // self.quota.limit))
