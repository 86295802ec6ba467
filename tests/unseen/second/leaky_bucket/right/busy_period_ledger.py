"""Right: queueing theory: the start of the busy period and the work that came in it; water is work less what has leaked."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.q = quota
        self.since = 0
        self.work = 0
        self.clock = 0

    def _backlog(self, now: int) -> int:
        return self.work * self.q.period - (now - self.since) * self.q.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.q.burst:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        if self._backlog(now) <= 0:
            self.since, self.work = now, 0
        over = self._backlog(now) + (cost - self.q.burst) * self.q.period
        if over > 0:
            quotient, rest = divmod(over, self.q.limit)
            return quotient + bool(rest)
        self.work += cost
        return 0

    def level(self, now: int) -> Level:
        backlog = max(0, self._backlog(max(now, self.clock)))
        used = -(-backlog // self.q.period)
        return Level(self.q.burst - used, -(-backlog // self.q.limit))

    def delay(self, now: int) -> int:
        return self.level(now)[1]
