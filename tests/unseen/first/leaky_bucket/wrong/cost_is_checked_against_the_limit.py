"""A cost above the limit raises, instead of one above the burst.

Source: (a) the brief: above `burst`, which never fits
Witness: 1/1 burst 2: take(0, 2) -> ValueError, right: 0
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.free = (0, 0)
        self.clock = 0

    def _plus(self, moment, units):
        carry, part = divmod(moment[1] + units * self.q.period, self.q.limit)
        return moment[0] + carry, part

    @staticmethod
    def _up(moment):
        return moment[0] + (moment[1] > 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.q.limit < cost:
            raise ValueError("impossible")
        self.clock = max(self.clock, now)
        start = max(self.free, (self.clock, 0))
        earliest = self._plus(start, cost - self.q.burst)
        if earliest <= (self.clock, 0):
            self.free = self._plus(start, cost)
            return 0
        return self._up(earliest) - self.clock

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        whole, part = max(self.free, (now, 0))
        room = self.q.burst * self.q.period - (whole - now) * self.q.limit - part
        return Level(room // self.q.period, whole - now + (part > 0))

    def delay(self, now: int) -> int:
        return max(0, self._up(self.free) - max(self.clock, now))
