"""Right: the other half of ITU-T I.371, the continuous-state bucket with a counter X and the last conformance time LCT, instead of the virtual schedule."""

from dataclasses import InitVar, dataclass, field

from ratelimit import Level, Quota


@dataclass(slots=True, eq=False)
class GCRA:
    quota: InitVar[Quota]
    increment: int = field(init=False)  # I: what a conforming cell adds; time runs in limit-ths of a tick
    limit: int = field(init=False)  # L: how high X' may be before a single cell
    per_tick: int = field(init=False)
    cells: int = field(init=False)
    x: int = field(default=0, init=False)
    lct: int = field(default=0, init=False)

    def __post_init__(self, quota: Quota) -> None:
        self.increment = quota.period
        self.limit = quota.period * (quota.burst - 1)
        self.per_tick = quota.limit
        self.cells = quota.burst

    def _drained(self, ta: int) -> int:
        """X' = X - (ta - LCT), and 0 if that is negative; for a cell from the past nothing has drained."""
        return max(0, self.x - max(0, ta - self.lct))

    def _whole_ticks(self, parts: int) -> int:
        return (parts + self.per_tick - 1) // self.per_tick

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.cells:
            raise ValueError(f"{cost} cells never conform, only 1 to {self.cells}")
        ta = now * self.per_tick
        x = self._drained(ta)
        non_conforming_by = x + (cost - 1) * self.increment - self.limit
        if non_conforming_by > 0:
            return self._whole_ticks(non_conforming_by)
        self.x = x + cost * self.increment
        self.lct = max(self.lct, ta)
        return 0

    def level(self, now: int) -> Level:
        x = self._drained(now * self.per_tick)
        return Level((self.limit + self.increment - x) // self.increment, self._whole_ticks(x))
