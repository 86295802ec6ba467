"""Wrong: keeps a counter for each window that was ever used, and never drops one.

Source: (c) memory growth: a dict by window index
Witness: what it keeps grows with the number of earlier calls (law 8).

    import tracemalloc
    tracemalloc.start()
    m = FixedWindow(Quota(3, 10))
    for n in range(50):
        m.take(n * 10)
    before = tracemalloc.get_traced_memory()[0]
    for n in range(50, 3000):
        m.take(n * 10)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.counts: dict[int, int] = {}
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 0 < cost <= quota.limit:
            raise ValueError("cost must be from 1 to the limit")
        self.last = window = max(self.last, now // quota.period)
        used = self.counts.setdefault(window, 0)
        if used + cost > quota.limit:
            return quota.period - now % quota.period
        self.counts[window] = used + cost
        return 0

    def level(self, now: int) -> Level:
        quota = self.quota
        used = self.counts.get(max(self.last, now // quota.period), 0)
        return Level(quota.limit - used, quota.period - now % quota.period if used else 0)
