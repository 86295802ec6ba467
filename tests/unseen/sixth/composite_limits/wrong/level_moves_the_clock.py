"""Wrong: `level` goes through the same helper that keeps the highest time, so a look ahead moves the clock for the takes after it."""

from typing import Optional

from ratelimit import Level


class Composite:
    __slots__ = ("_ms", "_last", "_caps", "binding")

    def __init__(self, meters) -> None:
        n = len(meters)
        if n == 0:
            raise ValueError("composite: no meters")
        for i in range(n):
            for j in range(i):
                if meters[i] is meters[j]:
                    raise ValueError("composite: duplicate meter")
        self._ms = meters
        self._last = None
        self._caps = []
        for m in meters:
            self._caps.append(m.level(0).remaining)
        self.binding: Optional[int] = None

    def _time(self, now: int) -> int:
        if self._last is not None and now < self._last:
            return self._last
        self._last = now
        return now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("composite: cost must be positive")
        for c in self._caps:
            if cost > c:
                raise ValueError("composite: cost exceeds capacity")

        t = self._time(now)

        ok = []
        for m in self._ms:
            ok.append(m.level(t).remaining >= cost)

        longest, who = 0, -1
        for i, m in enumerate(self._ms):
            if ok[i]:
                continue
            w = m.take(t, cost)
            if w > longest:
                longest, who = w, i
        if who >= 0:
            self.binding = who
            return longest

        best = None
        for i, m in enumerate(self._ms):
            m.take(t, cost)
            lv = m.level(t)
            if best is None or lv.remaining < best.remaining:
                best, who = lv, i
            elif lv.remaining == best.remaining and lv.reset_after > best.reset_after:
                best, who = lv, i
        self.binding = who
        return 0

    def level(self, now: int) -> Level:
        t = self._time(now)
        first = self._ms[0].level(t)
        remaining, reset_after = first.remaining, first.reset_after
        for i in range(1, len(self._ms)):
            m = self._ms[i]
            lv = m.level(t)
            if lv.remaining < remaining:
                remaining = lv.remaining
            if lv.reset_after > reset_after:
                reset_after = lv.reset_after
        return Level(remaining, reset_after)
