"""Two closures over how much is missing from a full bucket; the class is only their holder."""

from ratelimit import Level, Quota


def make(limit, period, burst):
    deficit = 0
    clock = 0

    def drained(now):
        rest = deficit - (now - clock) * limit if now > clock else deficit
        return rest if rest > 0 else 0

    def take(now, cost):
        nonlocal deficit, clock
        if cost < 1 or cost > burst:
            raise ValueError("never")
        deficit, clock = drained(now), max(clock, now)
        over = deficit + (cost - burst) * period
        if over <= 0:
            deficit += cost * period
            return 0
        return (over + limit - 1) // limit

    def level(now):
        d = drained(now)
        return Level((burst * period - d) // period, (d + limit - 1) // limit)

    return take, level


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._take, self._level = make(quota.limit, quota.period, quota.burst)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
