"""GCRA with TAT as a pair: whole ticks, and a part of a tick in limit-ths. Pairs compare as the times do."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = divmod(quota.burst * quota.period, quota.limit)
        self.tat = (0, 0)

    def _add(self, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
        carry, part = divmod(a[1] + b[1], self.limit)
        return a[0] + b[0] + carry, part

    def _sub(self, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
        carry, part = divmod(a[1] - b[1], self.limit)
        return a[0] - b[0] + carry, part

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("this cost can't be granted")
        x = self._add(max(self.tat, (now, 0)), divmod(cost * self.period, self.limit))
        early = self._sub(self._sub(x, (now, 0)), self.tolerance)
        if early > (0, 0):
            return early[0] + (early[1] > 0)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = self._sub(max(self.tat, (now, 0)), (now, 0))
        free, part = self._sub(self.tolerance, ahead)
        return Level(max(0, (free * self.limit + part) // self.period), ahead[0] + (ahead[1] > 0))
