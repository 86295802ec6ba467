"""Splits TAT into whole ticks and limit-ths of a tick, and carries by hand like a clock does."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = (0, 0)  # ticks, limit-ths: compares like the number it stands for

    def _later(self, tat: tuple[int, int], units: int) -> tuple[int, int]:
        ticks, parts = tat
        carry, parts = divmod(parts + units * self.quota.period, self.quota.limit)
        return ticks + carry, parts

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        base = max(self.tat, (now, 0))
        ticks, parts = self._later(base, cost - self.quota.burst)
        wait = ticks - now + (parts > 0)
        if wait > 0:
            return wait
        self.tat = self._later(base, cost)
        return 0

    def level(self, now: int) -> Level:
        ticks, parts = max(self.tat, (now, 0))
        ahead = (ticks - now) * self.quota.limit + parts
        spent = -(-ahead // self.quota.period)
        return Level(max(0, self.quota.burst - spent), ticks - now + (parts > 0))
