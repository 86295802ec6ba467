"""Wrong: the state is packed into two signed 64-bit ints to save memory; burst*period or the time may not fit into them."""

from array import array

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("_quota", "_state")

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = array("q", (0, 0))  # drops, clock: 16 bytes, not two int objects

    def _drops(self, now: int) -> int:
        drops, clock = self._state
        return max(0, drops - max(0, now - clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"cost must be between 1 and {q.burst}")
        drops = self._drops(now)
        if now > self._state[1]:
            self._state[1] = now
        after = drops + cost * q.period
        self._state[0] = after if after <= q.burst * q.period else drops
        return max(0, -((q.burst * q.period - after) // q.limit))

    def level(self, now: int) -> Level:
        q = self._quota
        return Level((q.burst * q.period - self._drops(now)) // q.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._drops(now) // self._quota.limit)
