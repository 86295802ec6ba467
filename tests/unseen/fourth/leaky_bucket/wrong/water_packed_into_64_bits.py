"""Clock and water share one number with 64 bits for the water, which burst times period can exceed."""

from ratelimit import Level, Quota

BITS = 64
MASK = (1 << BITS) - 1


class LeakyBucket:
    __slots__ = ("word", "limit", "period", "burst")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.word = 0  # clock << 64 | water: one number per client

    def _unpack(self, now: int) -> tuple[int, int]:
        clock, water = self.word >> BITS, self.word & MASK
        if now > clock:
            water -= self.limit * (now - clock)
            clock = now
        return clock, water if water > 0 else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        clock, water = self._unpack(now)
        over = water + (cost - self.burst) * self.period
        if over <= 0:
            water += cost * self.period
        self.word = clock << BITS | water & MASK
        return max(0, -(-over // self.limit))

    def level(self, now: int) -> Level:
        _, water = self._unpack(now)
        return Level(self.burst - -(-water // self.period), -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._unpack(now)[1] // self.limit)
