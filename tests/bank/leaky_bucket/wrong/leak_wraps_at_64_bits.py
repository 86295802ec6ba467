"""Keeps elapsed time times limit in 64 bits with a sign, and after a long rest water comes instead of leaking.

Breaks: law 9 (no drift)
Level: exact
Same as: leak_overflows_64_bits
Shows: 1/8: take(9223372036854775808)
Expected: 0; yours: 9223372036854775808
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.drops = 0
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        drops = self._drops_at(now)
        poured = drops + cost * self.quota.period
        if poured <= self.brim:
            self.drops, self.last = poured, now
            return 0
        self.drops, self.last = drops, now
        return self._ticks_to_leak(poured - self.brim)

    def level(self, now: int) -> Level:
        drops = self._drops_at(max(now, self.last))
        return Level((self.brim - drops) // self.quota.period, self._ticks_to_leak(drops))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        leak = ((now - self.last) * self.quota.limit + 2**63) % 2**64 - 2**63
        return max(0, self.drops - leak)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
