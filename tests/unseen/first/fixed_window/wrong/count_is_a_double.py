"""The count is a float, which stands still at 2**53 when single units are added; answers are turned into ints.

Source: (c) a port from JavaScript or Lua, where every number is a double.
Witness: 1000000000000000000/10: take(4, 9007199254740992) take(4) level(4) -> Level(990992800745259008, 6), right: Level(990992800745259007, 6)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = 0
        self.used = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0.0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - int(self.used), (self.window + 1) * self.period - now)
