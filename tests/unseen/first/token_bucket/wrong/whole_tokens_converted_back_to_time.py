"""Only whole tokens are credited and the stored time moves on by their duration rounded down, so a little time is credited twice.

Source: (b) scylladb/seastar#1801: convert the whole tokens back to a duration and correct the last time with it.
Witness: 5/3: take(0, 2) take(1, 5) -> 0, right: 1
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.cap = quota.burst * quota.period
        self.have = self.cap
        self.last = 0

    def _at(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return min(self.cap, self.have + elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        have = self._at(now)
        if have == self.cap:
            self.have, self.last = have, max(self.last, now)
        elif now > self.last:
            fresh = (now - self.last) * self.limit // self.period
            self.have += fresh * self.period
            self.last += fresh * self.period // self.limit
        missing = cost * self.period - self._at(now)
        if missing > 0:
            return -(-missing // self.limit)
        self.have -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
