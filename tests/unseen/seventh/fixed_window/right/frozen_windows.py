"""Right: frozen dataclasses with pure transitions; only the meter's one attribute is ever replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Rules:
    limit: int
    period: int

    def number_of(self, tick: int) -> int:
        return tick // self.period

    def end_of(self, number: int) -> int:
        return (number + 1) * self.period


@dataclass(frozen=True)
class Window:
    rules: Rules
    number: int = 0
    granted: int = 0

    def at(self, tick: int) -> Window:
        number = self.rules.number_of(tick)
        return self if number <= self.number else Window(self.rules, number)

    def has_room_for(self, cost: int) -> bool:
        return self.granted + cost <= self.rules.limit

    def with_grant(self, cost: int) -> Window:
        return replace(self, granted=self.granted + cost)

    @property
    def left(self) -> int:
        return self.rules.limit - self.granted

    @property
    def end(self) -> int:
        return self.rules.end_of(self.number)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst of its own, got {quota}")
        self._window = Window(Rules(quota.limit, quota.period))

    def take(self, now: int, cost: int = 1) -> int:
        limit = self._window.rules.limit
        if cost < 1 or cost > limit:
            raise ValueError(f"cost must be from 1 to {limit}, got {cost}")
        window = self._window.at(now)
        granted = window.has_room_for(cost)
        self._window = window.with_grant(cost) if granted else window
        return 0 if granted else window.end - now

    def level(self, now: int) -> Level:
        window = self._window.at(now)
        return Level(window.left, window.end - now if window.granted else 0)
