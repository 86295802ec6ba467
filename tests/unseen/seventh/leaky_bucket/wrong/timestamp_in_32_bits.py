"""Wrong: a C port keeps `last` as an unsigned 32-bit number and takes the difference modulo 2**32; shows when a rest is 2**31 ticks or longer, two seconds of nanoseconds."""

from ratelimit import Level, Quota

_UINT32 = 0xFFFFFFFF


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.excess = 0
        self.last = 0  # uint32_t

    def _elapsed(self, now: int) -> int:
        diff = (now - self.last) & _UINT32
        return 0 if diff > 0x7FFFFFFF else diff  # as a signed number it is negative: time went back

    def _excess(self, now: int) -> int:
        return max(0, self.excess - self._elapsed(now) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("EINVAL")
        self.excess = self._excess(now)
        self.last = (self.last + self._elapsed(now)) & _UINT32
        over = self.excess + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.limit)
        self.excess += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        excess = self._excess(now)
        return Level((self.burst * self.period - excess) // self.period, -(-excess // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._excess(now) // self.limit)
