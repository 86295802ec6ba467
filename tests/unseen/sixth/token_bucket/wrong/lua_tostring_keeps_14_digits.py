"""Wrong: whole numbers, but stored by Lua's tostring as in many Redis scripts: "%.14g" cuts a clock of nanoseconds or a big count."""

from ratelimit import Level, Quota


def tostring(number: int) -> str:
    return f"{number:.14g}"


def tonumber(text: str) -> int:
    return int(float(text))


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.capacity = quota.burst * quota.period
        self.hash: dict[str, str] = {}  # HGET and HSET

    def _hget(self) -> tuple[int, int]:
        if not self.hash:
            return 0, self.capacity
        return tonumber(self.hash["timestamp"]), tonumber(self.hash["tokens"])

    def _filled(self, now: int) -> int:
        last_refreshed, last_tokens = self._hget()
        return min(self.capacity, last_tokens + max(0, now - last_refreshed) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("requested is out of range")
        filled = self._filled(now)
        requested = cost * self.quota.period
        allowed = filled >= requested
        self.hash = {
            "tokens": tostring(filled - requested if allowed else filled),
            "timestamp": tostring(max(now, self._hget()[0])),
        }
        return 0 if allowed else -(-(requested - filled) // self.quota.limit)

    def level(self, now: int) -> Level:
        filled = self._filled(now)
        return Level(filled // self.quota.period, -(-(self.capacity - filled) // self.quota.limit))
