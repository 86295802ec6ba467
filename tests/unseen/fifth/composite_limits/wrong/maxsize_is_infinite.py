"""Wrong: `level` starts its minimum at sys.maxsize, and there are meters that hold more."""

import sys
from collections.abc import Sequence

from ratelimit import Level, Meter


class Refused(Exception):
    """A take was refused."""

    def __init__(self, wait, index):
        super().__init__(wait)
        self.wait, self.index = wait, index


def _machine(meters):
    backwards = [*reversed([*enumerate(meters)])]
    known = {}
    for i, meter in backwards:
        if id(meter) in known:
            raise ValueError(f"meter {i} is also meter {known[id(meter)]}")
        known[id(meter)] = i
    if not known:
        raise ValueError("Composite([])")
    top = min(meter.level(0).remaining for _, meter in backwards)
    clock = [None]

    def at(now):
        match clock:
            case [None]:
                return now
            case [then]:
                return then if then > now else now

    def check(now, cost):
        wait, index = 0, None
        for i, meter in backwards:
            have, full = meter.level(now)
            # Who is fresh in `full` ticks doesn't wait longer than that.
            if have < cost and full >= wait:
                this = meter.take(now, cost)
                if this >= wait:  # backwards, so of equal ones the last that is met is the first
                    wait, index = this, i
        if index is not None:
            raise Refused(wait, index)

    def spend(now, cost):
        for _, meter in backwards:
            meter.take(now, cost)
        return min((lvl.remaining, -lvl.reset_after, i) for i, meter in backwards for lvl in [meter.level(now)])[2]

    def take(now, cost):
        if not 0 < cost <= top:
            raise ValueError("impossible cost")
        now = clock[0] = at(now)
        check(now, cost)
        return spend(now, cost)

    def level(now):
        now = at(now)
        left, late = sys.maxsize, 0
        for _, meter in backwards:
            a, b = meter.level(now)
            left = a if a < left else left
            late = b if b > late else late
        return Level(left, late)

    return take, level


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    binding = None

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._take, self._level = _machine(meters)

    def take(self, now: int, cost: int = 1) -> int:
        try:
            self.binding = self._take(now, cost)
        except Refused as refused:
            self.binding = refused.index
            return refused.wait
        return 0

    def level(self, now: int) -> Level:
        return self._level(now)
