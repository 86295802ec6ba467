"""Keeps one number, the moment at which the bucket will be full, in limit-ths of a tick, and the methods in closures."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        full_at = 0
        token, room, limit = quota.period, quota.burst * quota.period, quota.limit

        def take(now: int, cost: int = 1) -> int:
            nonlocal full_at
            if not 1 <= cost <= quota.burst:
                raise ValueError("never")
            new = max(full_at, now * limit) + cost * token
            over = new - now * limit - room
            if over > 0:
                return -(-over // limit)
            full_at = new
            return 0

        def level(now: int) -> Level:
            missing = max(0, full_at - now * limit)
            return Level(max(0, room - missing) // token, -(-missing // limit))

        self.take, self.level = take, level
