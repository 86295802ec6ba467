"""Has a binding of 0 before the first take, as an int in Go has.

A port of how one would write it in Go: a struct, index loops, a found flag and an error checked first.
"""

from collections.abc import Sequence

from ratelimit import Level, Meter


class _Limit:
    __slots__ = ("meter", "burst", "left", "reset")

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.burst = meter.level(0).remaining
        self.left = self.burst
        self.reset = 0

    def look(self, at: int) -> None:
        self.left, self.reset = self.meter.level(at)


class Composite:
    __slots__ = ("limits", "last", "binding")

    def __init__(self, meters: Sequence[Meter]) -> None:
        n = len(meters)
        if n == 0:
            raise ValueError("no meters")
        for i in range(n):
            for j in range(i + 1, n):
                if meters[i] is meters[j]:
                    raise ValueError(f"meters {i} and {j} are one object")
        self.limits = [_Limit(meters[i]) for i in range(n)]
        self.last = 0
        self.binding = 0

    def _check(self, cost: int) -> str | None:
        if cost < 1:
            return "cost below 1"
        for limit in self.limits:
            if cost > limit.burst:
                return "cost exceeds burst"
        return None

    def take(self, now: int, cost: int = 1) -> int:
        err = self._check(cost)
        if err is not None:
            raise ValueError(err)
        if now > self.last:
            self.last = now
        at = self.last

        ok = True
        for limit in self.limits:
            limit.look(at)
            if limit.left < cost:
                ok = False

        if not ok:
            longest = 0
            who = -1
            for i, limit in enumerate(self.limits):
                if limit.left >= cost:
                    continue
                wait = limit.meter.take(at, cost)
                if wait > longest:
                    longest = wait
                    who = i
            self.binding = who
            return longest

        who = -1
        for i, limit in enumerate(self.limits):
            limit.meter.take(at, cost)
            limit.look(at)
            if who < 0:
                who = i
                continue
            best = self.limits[who]
            if limit.left < best.left or (limit.left == best.left and limit.reset > best.reset):
                who = i
        self.binding = who
        return 0

    def level(self, now: int) -> Level:
        at = now if now > self.last else self.last
        least = None
        latest = 0
        for limit in self.limits:
            left, reset = limit.meter.level(at)
            if least is None or left < least:
                least = left
            if reset > latest:
                latest = reset
        return Level(least, latest)
