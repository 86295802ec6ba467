"""Variant of wrong/refusal_keeps_clock: works on local copies, and writes them back at the end."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit differ")
        self.rate = (quota.limit, quota.period)
        self.kept = (0, 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.rate
        if cost > limit or cost < 1:
            raise ValueError("cost")
        clock, before, current = self._view(now)
        rest = period - clock % period
        need = before * rest - (limit - current - cost) * period
        if need <= 0:
            self.kept = clock, before, current + cost
            return 0
        if current + cost <= limit:
            return -(-need // before)
        return rest + period - (limit - cost) * period // current

    def _view(self, now: int) -> tuple[int, int, int]:
        clock, before, current = self.kept
        if now <= clock:
            return self.kept
        edges = now // self.rate[1] - clock // self.rate[1]
        if edges == 0:
            return now, before, current
        return now, current if edges == 1 else 0, 0

    def level(self, now: int) -> Level:
        limit, period = self.rate
        clock, before, current = self._view(now)
        rest = period - clock % period
        remaining = limit - current + (-before * rest) // period
        return Level(max(0, remaining), (rest + period if current else rest) if current or before else 0)
