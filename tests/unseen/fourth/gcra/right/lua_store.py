"""GCRA as a script on a small store, whose key expires when TAT has been reached."""

from ratelimit import Level, Quota


class Store(dict):
    """One key with an expiry, as on Redis; it keeps at most that one."""

    def fetch(self, key, now):
        if key in self and self[key][1] <= now:
            return None
        return self.get(key, (None,))[0]

    def put(self, key, value, expire_at):
        self[key] = (value, expire_at)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.redis = Store()
        self.argv = quota.limit, quota.period, quota.burst

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.argv
        if cost < 1 or cost > burst:
            raise ValueError("bad cost")
        tat = self.redis.fetch("tat", now)
        if tat is None:
            tat = now * limit
        new_tat = tat + cost * period
        allow_at = new_tat - burst * period
        if now * limit < allow_at:
            return -((now * limit - allow_at) // limit)
        self.redis.put("tat", new_tat, -(-new_tat // limit))
        return 0

    def level(self, now: int) -> Level:
        limit, period, burst = self.argv
        tat = self.redis.fetch("tat", now)
        if tat is None:
            return Level(burst, 0)
        ahead = tat - now * limit
        return Level(max(0, burst * period - ahead) // period, -(-ahead // limit))
