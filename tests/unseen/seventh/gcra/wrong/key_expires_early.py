"""Wrong: as in throttled-py #30, the key that holds TAT gets a time to live in whole units of time, rounded down, and TAT is forgotten before now has reached it; shows less than a tick before TAT."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class Key:
    value: int
    expires_at: int


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.key: Key | None = None

    def _get(self, now: int) -> int:
        """TAT in limit-ths of a tick, not before now."""
        if self.key is None or now >= self.key.expires_at:
            return now * self.limit
        return max(self.key.value, now * self.limit)

    def _set(self, now: int, tat: int) -> None:
        ttl = (tat - now * self.limit) // self.limit
        self.key = Key(tat, now + ttl)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be at least 1 and at most {self.burst}")
        tat = self._get(now) + cost * self.period
        early = tat - now * self.limit - self.burst * self.period
        if early > 0:
            return -(-early // self.limit)
        self._set(now, tat)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._get(now) - now * self.limit
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
