"""Wrong: a port of lua-resty-limit-req, `max(water - leaked + cost, 0)`: emptiness is checked after the cost is in, so idle time pays for it; shows in a take after a rest."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.scale = quota.period
        self.burst = quota.burst
        self.rec: tuple[int, int] | None = None  # excess, last

    def _incoming(self, now: int, cost: int) -> int:
        if self.rec is None:
            return cost * self.scale
        excess, last = self.rec
        return max(excess - self.rate * max(0, now - last) + cost * self.scale, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("rejected for good")
        excess = self._incoming(now, cost)
        over = excess - self.burst * self.scale
        if over > 0:
            return -(-over // self.rate)
        last = self.rec[1] if self.rec else 0
        self.rec = (excess, max(now, last))
        return 0

    def level(self, now: int) -> Level:
        excess = self._incoming(now, 0)
        return Level(self.burst - -(-excess // self.scale), -(-excess // self.rate))

    def delay(self, now: int) -> int:
        return -(-self._incoming(now, 0) // self.rate)
