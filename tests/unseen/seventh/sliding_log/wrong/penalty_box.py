"""Wrong: a refusal blocks the client until its own wait is over, so a smaller cost, for which there is room, is refused too (law 2)."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.points = quota.limit
        self.duration = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.consumed = 0
        self.blocked_until = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.points:
            raise ValueError("points must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        if now < self.blocked_until:
            return self.blocked_until - now
        while self.log and self.log[0][0] <= now - self.duration:
            self.consumed -= self.log.popleft()[1]
        over = self.consumed + cost - self.points
        if over <= 0:
            self.log.append((now, cost))
            self.consumed += cost
            return 0
        for tick, points in self.log:
            over -= points
            if over <= 0:
                self.blocked_until = tick + self.duration
                break
        return self.blocked_until - now

    def level(self, now: int) -> Level:
        consumed = self.consumed
        for tick, points in self.log:
            if tick > now - self.duration:
                break
            consumed -= points
        return Level(self.points - consumed, self.log[-1][0] + self.duration - now if consumed else 0)
