"""Variant of wrong/stale_opens_old_window: keeps the window's start, and level undoes its opening."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("fixed windows know no burst")
        self.units, self.ticks = quota.limit, quota.period
        self.start, self.gone = 0, 0

    def _open(self, now: int) -> None:
        start = now - now % self.ticks
        if start != self.start:
            self.start, self.gone = start, 0

    def _to_next(self, now: int) -> int:
        return self.start + self.ticks - now

    def take(self, now: int, cost: int = 1) -> int:
        if (cost - 1) // self.units:
            raise ValueError("cost")
        self._open(now)
        room = self.units - self.gone
        if room < cost:
            return self._to_next(now)
        self.gone += cost
        return 0

    def level(self, now: int) -> Level:
        kept = self.start, self.gone
        self._open(now)
        answer = Level(self.units - self.gone, self._to_next(now) if self.gone else 0)
        self.start, self.gone = kept
        return answer
