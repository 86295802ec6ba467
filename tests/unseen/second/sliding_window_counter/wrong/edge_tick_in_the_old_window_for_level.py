"""`level` gives the tick on an edge to the earlier window.

Source: (a) the brief: the tick on an edge belongs to the later window.
Witness: 6/1: take(3) level(3) -> Level(6, 0), right: Level(5, 2)
"""

from ratelimit import Level, Quota


def _make(limit, period):
    clock, edge, current, before = 0, 0, 0, 0

    def view(now):
        start = now - now % period
        if start == edge:
            return start, before, current
        if start - edge == period:
            return start, current, 0
        return start, 0, 0

    def fits(now, cost):
        start, old, new = view(now)
        return old * (start + period - now) <= (limit - new - cost) * period

    def take(now, cost):
        nonlocal clock, edge, current, before
        if not 0 < cost <= limit:
            raise ValueError(f"cost {cost}: 1 to {limit} will do")
        late = max(clock - now, 0)
        clock = max(clock, now)
        edge, before, current = view(clock)
        if fits(clock, cost):
            current += cost
            return 0
        no, yes = clock, edge + 2 * period
        while yes - no > 1:
            middle = (no + yes) // 2
            if fits(middle, cost):
                yes = middle
            else:
                no = middle
        return yes - clock + late

    def level(now):
        if now < clock:
            now = clock
        start, old, new = view(max(now - 1, 0))
        end = start + period
        spent, part = divmod(old * (end - now), period)
        remaining = limit - new - spent - (part > 0)
        reset = (end + period - now) if new else (end - now) if old else 0
        return Level(remaining, reset)

    return take, level


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the burst of a window is its limit")
        self._take, self._level = _make(quota.limit, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
