"""Wrong: forgets the bucket once the time that a full one needs has passed, in whole ticks rounded down, so a bit too soon."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.ttl = quota.burst * quota.period // quota.limit
        self.entry: tuple[int, int] | None = None  # drops, when

    def _load(self, now: int) -> tuple[int, int]:
        if self.entry is None:
            return 0, now
        drops, then = self.entry
        if now <= then:
            return drops, then
        if now - then >= self.ttl:
            return 0, now
        return max(0, drops - (now - then) * self.limit), now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        drops, then = self._load(now)
        over = drops + (cost - self.burst) * self.period
        if over > 0:
            self.entry = drops, then
            return -(-over // self.limit)
        self.entry = drops + cost * self.period, then
        return 0

    def level(self, now: int) -> Level:
        drops, _ = self._load(now)
        return Level((self.burst * self.period - drops) // self.period, -(-drops // self.limit))

    def delay(self, now: int) -> int:
        drops, _ = self._load(now)
        return -(-drops // self.limit)
