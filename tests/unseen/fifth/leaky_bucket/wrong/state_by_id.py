"""Wrong: the state is found by id(self), and a new bucket may get the id, and so the water, of one that is gone."""

from ratelimit import Level, Quota

_WATER: dict[int, tuple[int, int]] = {}  # id -> (water, clock)


class LeakyBucket:
    __slots__ = ("quota",)

    def __init__(self, quota: Quota) -> None:
        self.quota = quota

    def _state(self) -> tuple[int, int]:
        return _WATER.setdefault(id(self), (0, 0))

    def _water(self, now: int) -> int:
        water, clock = self._state()
        return max(0, water - max(0, now - clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost out of range")
        clock = max(now, self._state()[1])
        water = self._water(now)
        over = water + (cost - self.quota.burst) * self.quota.period
        _WATER[id(self)] = (water if over > 0 else water + cost * self.quota.period), clock
        return -(-over // self.quota.limit) if over > 0 else 0

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)

    def level(self, now: int) -> Level:
        return Level(self.quota.burst + -self._water(now) // self.quota.period, self.delay(now))
