"""Wrong: writes every attempt down before it decides, as ZADD then ZCARD does, so refused takes count; shows when a client retries."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.zset: deque[tuple[int, int]] = deque()
        self.card = 0

    def _zremrangebyscore(self, until: int) -> None:
        while self.zset and self.zset[0][0] <= until:
            self.card -= self.zset.popleft()[1]

    def _zadd(self, score: int, units: int) -> None:
        self.zset.append((score, units))
        self.card += units

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        if self.zset:
            now = max(now, self.zset[-1][0])
        self._zremrangebyscore(now - self.period)
        self._zadd(now, cost)
        if self.card <= self.limit:
            return 0
        over = self.card - self.limit
        for score, units in self.zset:
            over -= units
            if over <= 0:
                return score + self.period - now
        return self.period

    def level(self, now: int) -> Level:
        card = self.card
        for score, units in self.zset:
            if score > now - self.period:
                break
            card -= units
        if not card:
            return Level(self.limit, 0)
        return Level(max(0, self.limit - card), self.zset[-1][0] + self.period - now)
