"""Wrong: each hit sets the key's time to live to a whole period again (django-ratelimit #48), so a steady client never gets a new window."""

from ratelimit import Level, Quota


class Cache:
    """A cache with one key and a time to live."""

    def __init__(self) -> None:
        self.value = 0
        self.expires = 0

    def get(self, now: int) -> int:
        return self.value if now < self.expires else 0

    def set(self, now: int, value: int, ttl: int) -> None:
        self.value = value
        self.expires = now + ttl


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.cache = Cache()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        count = self.cache.get(now)
        if count + cost > self.limit:
            return self.cache.expires - now
        self.cache.set(now, count + cost, self.period)
        return 0

    def level(self, now: int) -> Level:
        count = self.cache.get(now)
        return Level(self.limit - count, self.cache.expires - now if count else 0)
