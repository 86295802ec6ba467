"""Wrong: the delay of whole units and that of the part of one are rounded up one by one, then added."""

from ratelimit import Level, Quota


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


class LeakyBucket:
    """Water is kept as whole units and a remainder in period-ths."""

    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.units, self.parts = 0, 0
        self.at = 0

    def _leaked(self, now: int) -> tuple[int, int]:
        left = self.units * self.q.period + self.parts - max(0, now - self.at) * self.q.limit
        return divmod(left, self.q.period) if left > 0 else (0, 0)

    def _ticks(self, units: int, parts: int) -> int:
        return ceil_div(units * self.q.period, self.q.limit) + ceil_div(parts, self.q.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError(f"bad cost {cost}")
        self.units, self.parts = self._leaked(now)
        self.at = max(self.at, now)
        over = (self.units + cost - self.q.burst) * self.q.period + self.parts
        if over > 0:
            return ceil_div(over, self.q.limit)
        self.units += cost
        return 0

    def delay(self, now: int) -> int:
        return self._ticks(*self._leaked(now))

    def level(self, now: int) -> Level:
        units, parts = self._leaked(now)
        return Level(self.q.burst - units - (parts > 0), self._ticks(units, parts))
