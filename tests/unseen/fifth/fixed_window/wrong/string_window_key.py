"""Wrong: the window is kept as a key in decimal digits, which Python refuses to print above 4300 of them."""

from ratelimit import Level, Quota


class _Store:
    """A tiny stand-in for Redis: one key lives at a time, the others have expired."""

    def __init__(self) -> None:
        self._key = ""
        self._value = 0

    def get(self, key: str) -> int:
        return self._value if key == self._key else 0

    def incrby(self, key: str, by: int) -> None:
        self._value = self.get(key) + by
        self._key = key


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self._limit, self._period = quota.limit, quota.period
        self._store = _Store()
        self._newest = 0

    @staticmethod
    def _key(window: int) -> str:
        return f"rate:{window}"

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._newest = max(self._newest, now // self._period)
        key = self._key(self._newest)
        if self._store.get(key) + cost > self._limit:
            return (self._newest + 1) * self._period - now
        self._store.incrby(key, cost)
        return 0

    def level(self, now: int) -> Level:
        window = max(self._newest, now // self._period)
        used = self._store.get(self._key(window))
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
