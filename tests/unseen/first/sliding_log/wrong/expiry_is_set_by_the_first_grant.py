"""The log expires a period after the grant that started it; later grants do not push its expiry on, and are lost with it.

Source: (b) Southclaws/swirl #2 (the key expires with the limit period, and the last window is cleared).
Witness: 3/10: take(0) take(9, 2) take(10, 2) -> 0, right: 9
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0
        self.expires = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        if self.clock >= self.expires:
            self.log.clear()
            self.used = 0
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        if not self.log:
            self.expires = self.clock + self.period
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.expires:
            return Level(self.limit, 0)
        left = self.limit - self.used
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
