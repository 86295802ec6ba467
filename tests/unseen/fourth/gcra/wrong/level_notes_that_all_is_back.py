"""`level` notes when it has seen the whole burst back, and the next take believes it, also one at an earlier time."""

from ratelimit import Level, Quota

IDLE, BUSY = "idle", "busy"


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.state = IDLE
        self.tat = 0

    def _ahead(self, now: int) -> int:
        if self.state == IDLE:
            return 0
        return max(0, self.tat - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        ahead = self._ahead(now) + cost * self.period
        if ahead > self.burst * self.period:
            return -((self.burst * self.period - ahead) // self.limit)
        self.state, self.tat = BUSY, now * self.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        if ahead == 0:
            self.state = IDLE  # from here on nothing need be computed
            return Level(self.burst, 0)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
