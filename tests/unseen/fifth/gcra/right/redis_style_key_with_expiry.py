"""A key in a small store, as bytes, with an expiry that is rounded up; a look never deletes, a take does."""

from ratelimit import Level, Quota


class _Store:
    def __init__(self) -> None:
        self._value = None  # (bytes, expires)

    def get(self, now: int) -> bytes | None:
        if self._value is None or self._value[1] <= now:
            return None
        return self._value[0]

    def set(self, value: bytes, expires: int) -> None:
        self._value = value, expires


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.store = _Store()

    def _ahead(self, now: int) -> int:
        """How far TAT is ahead, in limit-ths of a tick."""
        raw = self.store.get(now)
        if raw is None:
            return 0
        return int.from_bytes(raw, "big") - now * self.limit

    def _ttl(self, ahead: int) -> int:
        return -(-ahead // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.burst:
            raise ValueError("cost is out of range")
        ahead = self._ahead(now) + cost * self.period
        excess = ahead - self.burst * self.period
        if excess > 0:
            return self._ttl(excess)
        tat = now * self.limit + ahead
        self.store.set(tat.to_bytes(tat.bit_length() // 8 + 1, "big"), now + self._ttl(ahead))
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.burst + -ahead // self.period), self._ttl(ahead))
