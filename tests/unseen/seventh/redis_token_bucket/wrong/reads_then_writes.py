"""Wrong: GET, decide in Python, SET with PX: two processes read the same level and both spend it (law 7)."""

from redis import Redis

from ratelimit import Quota


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1 or cost > burst:
            raise ValueError(f"cost must be between 1 and {burst}")
        if now is None:
            seconds, micros = self.client.time()
            now = seconds * 1_000_000 + micros
        name = self.prefix + "{" + key + "}"
        full = burst * period
        state = self.client.get(name)
        if state is None:
            level, clock = full, now
        else:
            level, clock = map(int, state.split())
            if now > clock:
                level = min(full, level + (now - clock) * limit)
                clock = now
        missing = cost * period - level
        if missing > 0:
            return -(-missing // limit)
        level -= cost * period
        self.client.set(name, f"{level} {clock}", px=-(-(full - level) // (limit * 1000)) + 1)
        return 0
