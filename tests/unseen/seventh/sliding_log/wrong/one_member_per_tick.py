"""Wrong: the time is the key, as a sorted set with the timestamp for a member, so a second grant in the same tick overwrites the first."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.members: dict[int, int] = {}
        self.units = 0
        self.clock = 0

    def _zadd(self, tick: int, cost: int) -> None:
        self.units += cost - self.members.get(tick, 0)
        self.members[tick] = cost

    def _expired(self, now: int) -> list[int]:
        out = []
        for tick in self.members:
            if tick > now - self.period:
                break
            out.append(tick)
        return out

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        for tick in self._expired(now):
            self.units -= self.members.pop(tick)
        over = self.units + cost - self.limit
        if over <= 0:
            self._zadd(now, cost)
            return 0
        for tick, units in self.members.items():
            over -= units
            if over <= 0:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        units = self.units - sum(self.members[tick] for tick in self._expired(now))
        if units == 0:
            return Level(self.limit, 0)
        return Level(self.limit - units, next(reversed(self.members)) + self.period - now)
