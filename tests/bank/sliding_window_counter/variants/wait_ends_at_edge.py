"""Variant of wrong/wait_ends_at_edge: a helper tells when a fading count leaves enough room."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no bursts")
        self.quota = quota
        self.start = 0
        self.faded = self.fresh = 0

    def faded_to(self, count: int, room: int) -> int:
        """Return after how many ticks of a window a count of the window before is down to the room."""
        return 0 if count <= room else self.quota.period - room * self.quota.period // count

    def move(self, now: int) -> tuple[int, int, int]:
        start = now - now % self.quota.period
        if start <= self.start:
            return self.start, self.faded, self.fresh
        return start, self.fresh * (start == self.start + self.quota.period), 0

    def take(self, now: int, cost: int = 1) -> int:
        room = self.quota.limit - cost
        if cost < 1 or room < 0:
            raise ValueError("cost")
        now = max(now, self.start)
        self.start, self.faded, self.fresh = self.move(now)
        if self.fresh <= room:
            opens = self.start + self.faded_to(self.faded, room - self.fresh)
            if opens <= now:
                self.fresh += cost
                return 0
            return opens - now
        return self.start + self.quota.period - now

    def level(self, now: int) -> Level:
        start, faded, fresh = self.move(now)
        left = start + self.quota.period - now
        remaining = self.quota.limit - fresh + (-faded * left) // self.quota.period
        if fresh:
            left += self.quota.period
        elif not faded:
            left = 0
        return Level(max(0, remaining), left)
