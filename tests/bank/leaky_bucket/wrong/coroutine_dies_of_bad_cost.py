"""Raises for a bad cost inside its coroutine, which ends it: the next call gets a StopIteration.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2) take(0)
Expected: 0; yours: StopIteration
Shipped: not known
"""

from ratelimit import Level, Quota


def pail(leak, unit, burst):
    water, clock, reply = 0, 0, None
    while True:
        now, cost = yield reply
        found = max(0, water - leak * max(0, now - clock))
        if cost is None:
            reply = found
            continue
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        spilt = max(0, found + (cost - burst) * unit)
        water, clock = (found if spilt else found + cost * unit), max(clock, now)
        reply = -(-spilt // leak)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.pail = pail(quota.limit, quota.period, quota.burst)
        next(self.pail)

    def take(self, now: int, cost: int = 1) -> int:
        return self.pail.send((now, cost))

    def level(self, now: int) -> Level:
        water = self.pail.send((now, None))
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self.pail.send((now, None)) // self.quota.limit)
