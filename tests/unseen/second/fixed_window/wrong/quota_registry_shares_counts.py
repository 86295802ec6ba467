"""Wrong: the counts are kept in a module table by quota, so two meters with equal quotas spend each other's units.

Source: (c) lock striping and registries: state found by an equal key
Witness: (Python)

    q = Quota(3, 10)
    a, b = FixedWindow(q), FixedWindow(q)
    assert a.take(0, 3) == 0
    assert b.take(0) == 0
"""

from ratelimit import Level, Quota


_COUNTS: dict[Quota, list[int]] = {}


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.state = _COUNTS[quota] = [0, 0]

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 0 < cost <= quota.limit:
            raise ValueError("cost must be from 1 to the limit")
        state = _COUNTS[quota]
        index = now // quota.period
        if index > state[0]:
            state[:] = index, 0
        if state[1] + cost > quota.limit:
            return quota.period - now % quota.period
        state[1] += cost
        return 0

    def level(self, now: int) -> Level:
        quota = self.quota
        index, used = _COUNTS[quota]
        if now // quota.period > index or used == 0:
            return Level(quota.limit, 0)
        return Level(quota.limit - used, quota.period - now % quota.period)
