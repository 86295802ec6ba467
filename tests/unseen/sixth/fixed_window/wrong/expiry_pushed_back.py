"""Wrong: each request pushes the expiry of the key back, as in django-ratelimit #48; a steady client never recovers."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.count = 0
        self.expires = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if now >= self.expires:
            self.count = 0
        self.expires = max(self.expires, now + self.period)  # cache.set(key, count, timeout)
        if self.count + cost > self.limit:
            return self.expires - now
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.expires or not self.count:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, self.expires - now)
