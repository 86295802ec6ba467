"""A state machine with many checks (fresh, open, full), that refuses whatever is behind its clock."""

from enum import Enum

from ratelimit import Level, Quota


class Is(Enum):
    FRESH = 0
    OPEN = 1
    FULL = 2


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window needs burst == limit")
        self.quota = quota
        self.clock, self.state, self.used = 0, Is.FRESH, 0

    def _state_at(self, now):
        p = self.quota.period
        return self.state if now // p == self.clock // p else Is.FRESH

    def _rest(self, now):
        return self.quota.period - now % self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        limit = self.quota.limit
        if cost < 1:
            raise ValueError("cost below 1")
        if cost > limit:
            raise ValueError("cost above limit")
        if now < self.clock:
            return self.clock - now
        match self._state_at(now):
            case Is.FULL:
                self.clock = now
                return self._rest(now)
            case Is.FRESH:
                used = cost
            case Is.OPEN:
                used = self.used + cost
        self.clock = now
        if used > limit:
            return self._rest(now)
        assert 0 < used <= limit
        self.used = used
        self.state = Is.FULL if used == limit else Is.OPEN
        return 0

    def level(self, now: int) -> Level:
        if now < self.clock:
            return Level(0, 1)
        match self._state_at(now):
            case Is.FRESH:
                return Level(self.quota.limit, 0)
            case Is.OPEN:
                return Level(self.quota.limit - self.used, self._rest(now))
            case Is.FULL:
                return Level(0, self._rest(now))
