"""Right: two slots, even and odd, each a mutable record with the number of the window that it holds; a record of another window counts as 0."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class Slot:
    window: int
    units: int

    def units_of(self, window: int) -> int:
        return self.units if self.window == window else 0

    def add(self, window: int, units: int) -> None:
        if self.window != window:
            self.window, self.units = window, 0
        self.units += units


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window counter takes no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._even_odd = Slot(0, 0), Slot(-1, 0)
        self._clock = 0

    def _units(self, window: int) -> int:
        return self._even_odd[window % 2].units_of(window)

    def _look(self, now: int) -> tuple[int, int, int, int, int]:
        window = now // self._period
        to_edge = (window + 1) * self._period - now
        before, current = self._units(window - 1), self._units(window)
        whole, part = divmod(before * to_edge, self._period)
        return window, to_edge, before, current, self._limit - current - whole - (part > 0)

    def _ticks_until_worth(self, units: int, room: int) -> int:
        """From the start of a window: ticks until `units` of the one before it are worth at most `room`."""
        over = max(0, units - room)
        ticks, rest = divmod(over * self._period, units)
        return ticks + 1 if rest else ticks

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost {cost} not in 1..{self._limit}")
        late = max(0, self._clock - now)
        self._clock = now = now + late
        window, to_edge, before, current, remaining = self._look(now)
        if cost <= remaining:
            self._even_odd[window % 2].add(window, cost)
            return 0
        if current + cost <= self._limit:
            start_of_this = to_edge - self._period
            return late + start_of_this + self._ticks_until_worth(before, self._limit - current - cost)
        return late + to_edge + self._ticks_until_worth(current, self._limit - cost)

    def level(self, now: int) -> Level:
        _, to_edge, before, current, remaining = self._look(max(now, self._clock))
        if current:
            return Level(remaining, to_edge + self._period)
        return Level(remaining, to_edge if before else 0)
