"""Wrong: reads the bucket, decides in Python and writes it back: between the two another process takes the same token."""

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
            raise ValueError("cost")
        name = f"{self.prefix}{{{key}}}"
        if now is None:
            seconds, micros = self.client.time()
            now = seconds * 1_000_000 + micros
        missing, at = self.client.hmget(name, "missing", "at")
        if missing is None:
            missing = 0
        else:
            at, missing = int(at), int(missing)
            now = max(now, at)
            missing = max(0, missing - (now - at) * limit)
        over = missing + cost * period - burst * period
        if over > 0:
            return -(-over // limit)
        missing += cost * period
        with self.client.pipeline(transaction=True) as pipe:
            pipe.hset(name, mapping={"missing": missing, "at": now})
            pipe.expire(name, -(-missing // (limit * 1_000_000)) + 1)
            pipe.execute()
        return 0
