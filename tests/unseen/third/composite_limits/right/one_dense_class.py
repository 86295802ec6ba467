"""As few lines as it takes."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    __slots__ = ("_all", "_most", "_now", "binding")

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._all = [*enumerate(meters)]
        if not self._all or len({*map(id, (m for _, m in self._all))}) - len(self._all):
            raise ValueError("one or more meters, each once")
        self._most, self._now, self.binding = min(m.level(0)[0] for _, m in self._all), 0, None

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._most:
            raise ValueError(f"never: {cost}")
        t = self._now = max(self._now, now)
        if short := [(i, m) for i, m in self._all if m.level(t)[0] < cost]:
            wait, minus = max((m.take(t, cost), -i) for i, m in short)
            self.binding = -minus
            return wait
        [m.take(t, cost) for _, m in self._all]
        self.binding = -max((-r, s, -i) for i, (r, s) in ((i, m.level(t)) for i, m in self._all))[2]
        return 0

    def level(self, now: int) -> Level:
        least, latest = zip(*(m.level(max(now, self._now)) for _, m in self._all))
        return Level(min(least), max(latest))
