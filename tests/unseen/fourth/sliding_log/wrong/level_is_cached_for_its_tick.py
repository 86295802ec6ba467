"""It keeps the last answer of `level` and repeats it for the same tick, also after a take of that tick."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst of its own")
        self.quota = quota
        self.entries = {}
        self.first, self.end, self.gone, self.sum, self.clock = 0, 0, 0, 0, 0
        self.cached = None, None

    def _search(self, holds):
        lo, hi = self.first, self.end
        while lo < hi:
            mid = (lo + hi) // 2
            if holds(*self.entries[mid]):
                hi = mid
            else:
                lo = mid + 1
        return lo

    def _counting(self, now):
        i = self._search(lambda time, _: time > now - self.quota.period)
        return i, self.sum - (self.gone if i == self.first else self.entries[i - 1][1])

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(cost)
        if now > self.clock:
            self.clock, self.cached = now, (None, None)
        now = self.clock
        alive, used = self._counting(now)
        while self.first < alive:
            self.gone = self.entries.pop(self.first)[1]
            self.first += 1
        if used + cost <= limit:
            self.sum += cost
            self.entries[self.end] = now, self.sum
            self.end += 1
            return 0
        enough = self.sum + cost - limit
        return self.entries[self._search(lambda _, total: total >= enough)][0] + period - now

    def level(self, now: int) -> Level:
        if self.cached[0] != now:
            alive, used = self._counting(now)
            reset = self.entries[self.end - 1][0] + self.quota.period - now if alive < self.end else 0
            self.cached = now, Level(self.quota.limit - used, reset)
        return self.cached[1]
