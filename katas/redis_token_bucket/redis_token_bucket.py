"""Your token bucket on Redis. The brief is README.md beside this file; `pytest katas/redis_token_bucket` grades it."""

from redis import Redis

from ratelimit import Quota

LUA = """
-- KEYS[1]   the bucket
-- ARGV      limit, period, burst, cost, now: texts, so tonumber() them; choose what now is if nobody gave one
-- returns   0 if the cost is granted, else the microseconds to wait, as a whole number
--
-- TODO: what does a bucket remember, and how do you read both facts at once? A new key has nothing to read: what is
-- that bucket's state? Numbers are doubles here: 2^53 is where they stop telling whole numbers apart. Write only when
-- you grant, and don't write a key that never expires.
-- New to Lua? `local x = 1` for every variable; `~=` is "not equal"; a field that Redis doesn't have is false, not nil;
-- a number that is returned loses its fraction.
return redis.error_reply('ERR nothing is written yet')
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        """Keep what is needed to ask. `quota` has limit, period (in microseconds) and burst, all ints >= 1.

        Nobody with another prefix ever touches a Redis key of yours, and you touch none of theirs.
        """
        raise NotImplementedError

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        """Spend `cost` tokens of the key at `now`: return 0 if they are granted, else the microseconds to wait.

        Without `now`, the server's clock counts. Raises `ValueError` if `cost` is below 1 or above the burst: it could
        never be granted.
        """
        # TODO: decide here what needs no server; let the script do the rest. redis-py has what it takes to send a
        # script once and then only its name: look for `register_script`. Start with the first level, "answers", run
        # `pytest katas/redis_token_bucket`, and let the card lead you on.
        raise NotImplementedError
