"""Right: window and count packed into one integer in base limit + 1, as others pack them into an atomic long."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(quota)
        self.limit, self.period = quota.limit, quota.period
        self.base = quota.limit + 1
        self.state = 0

    def _load(self, now):
        fresh = now // self.period * self.base  # the window of now, count 0
        return max(self.state, fresh)  # whatever is packed, a later window is the larger number

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.base):
            raise ValueError(cost)
        state = self._load(now)
        window, count = divmod(state, self.base)
        if count + cost < self.base:
            self.state = state + cost
            return 0
        return (window + 1) * self.period - now

    def level(self, now: int) -> Level:
        window, count = divmod(self._load(now), self.base)
        return Level(self.limit - count, (window + 1) * self.period - now if count else 0)
