"""A port from Go: explicit loops, results with an ok beside them, errors as values that are raised at the edge only."""

from collections.abc import Sequence

from ratelimit import Level, Meter


def new_composite_state(meters: Sequence[Meter]) -> tuple[list[Meter], list[int], str | None]:
    members: list[Meter] = []
    caps: list[int] = []
    for i in range(len(meters)):
        m = meters[i]
        for j in range(len(members)):
            if members[j] is m:
                return [], [], f"meters {j} and {i} are one"
        members.append(m)
    if len(members) == 0:
        return [], [], "no meters"
    for m in members:
        caps.append(m.level(0).remaining)
    return members, caps, None


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._members, self._caps, err = new_composite_state(meters)
        if err is not None:
            raise ValueError(err)
        self._last = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        wait, err = self._take(now, cost)
        if err is not None:
            raise ValueError(err)
        return wait

    def _take(self, now: int, cost: int) -> tuple[int, str | None]:
        if cost <= 0:
            return 0, "cost must be positive"
        for cap in self._caps:
            if cost > cap:
                return 0, f"cost {cost} exceeds a capacity of {cap}"
        if now < self._last:
            now = self._last
        self._last = now

        n = len(self._members)
        refused = [False] * n
        ok = True
        for i in range(n):
            if self._members[i].level(now).remaining < cost:
                refused[i] = True
                ok = False

        if not ok:
            wait, who = 0, -1
            for i in range(n):
                if not refused[i]:
                    continue
                w = self._members[i].take(now, cost)
                if who < 0 or w > wait:
                    wait, who = w, i
            self.binding = who
            return wait, None

        least, latest, who = 0, 0, -1
        for i in range(n):
            self._members[i].take(now, cost)
        for i in range(n):
            remaining, reset = self._members[i].level(now)
            if who < 0 or remaining < least or (remaining == least and reset > latest):
                least, latest, who = remaining, reset, i
        self.binding = who
        return 0, None

    def level(self, now: int) -> Level:
        if now < self._last:
            now = self._last
        remaining, reset = self._members[0].level(now)
        for i in range(1, len(self._members)):
            r, s = self._members[i].level(now)
            if r < remaining:
                remaining = r
            if s > reset:
                reset = s
        return Level(remaining, reset)
