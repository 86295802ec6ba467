"""The water is a mixed number, whole units and period-ths of one, in a frozen dataclass that is replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True, slots=True)
class Water:
    units: int
    parts: int  # 0 <= parts < of
    of: int

    def less(self, parts: int) -> Water:
        units, rest = divmod(parts, self.of)
        units, rest = self.units - units, self.parts - rest
        if rest < 0:
            units, rest = units - 1, rest + self.of
        return replace(self, units=0, parts=0) if units < 0 else replace(self, units=units, parts=rest)

    def more(self, units: int) -> Water:
        return replace(self, units=self.units + units)

    def __int__(self) -> int:
        return self.units * self.of + self.parts

    @property
    def ceil(self) -> int:
        return self.units + (self.parts > 0)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._water = Water(0, 0, quota.period)
        self._since = 0

    def _at(self, now: int) -> Water:
        return self._water.less((now - self._since) * self._quota.limit) if now > self._since else self._water

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"{cost=}")
        water = self._at(now)
        self._water, self._since = water, max(now, self._since)
        if water.ceil + cost <= self._quota.burst:
            self._water = water.more(cost)
            return 0
        too_much = int(water.more(cost)) - self._quota.burst * self._quota.period
        return -(-too_much // self._quota.limit)

    def delay(self, now: int) -> int:
        return -(-int(self._at(now)) // self._quota.limit)

    def level(self, now: int) -> Level:
        return Level(self._quota.burst - self._at(now).ceil, self.delay(now))
