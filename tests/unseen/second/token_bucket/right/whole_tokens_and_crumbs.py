"""Right: as a Go programmer has it: whole tokens, and crumbs of 1/period token, carried like cents into euros."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.whole = quota.burst
        self.crumbs = 0
        self.last = None

    def _advance(self, now):
        if self.last is None or now <= self.last:
            return self.whole, self.crumbs
        carry, crumbs = divmod(self.crumbs + (now - self.last) * self.q.limit, self.q.period)
        whole = self.whole + carry
        if whole >= self.q.burst:
            return self.q.burst, 0
        return whole, crumbs

    def _ticks(self, target, whole, crumbs):
        wait, rest = divmod((target - whole) * self.q.period - crumbs, self.q.limit)
        if rest:
            wait += 1
        return wait

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("cost must be positive")
        if cost > self.q.burst:
            raise ValueError("cost exceeds the burst")
        self.whole, self.crumbs = self._advance(now)
        if self.last is None or self.last < now:
            self.last = now
        if self.whole < cost:
            return self._ticks(cost, self.whole, self.crumbs)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, crumbs = self._advance(now)
        return Level(whole, self._ticks(self.q.burst, whole, crumbs))
