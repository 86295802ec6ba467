"""Your token bucket on Redis. The brief is README.md beside this file; `pytest katas/redis_token_bucket` grades it."""

from redis import Redis

from ratelimit import Quota

LUA = """
-- KEYS[1]   the bucket
-- ARGV      limit, period, burst, cost, now: texts, so call tonumber(); you choose what stands for now if it is None
-- returns   0 if the cost is granted, else the microseconds to wait, as a whole number
--
-- TODO: what does a bucket remember, and how do you read both facts at once? A new key has nothing to read: what is
-- the state of its bucket? Numbers are doubles here, exact for whole numbers up to 2^53. Write only when you grant, and
-- never write a key without an expiry.
-- New to Lua? Write `local x = 1` for every variable. `~=` is "not equal". A field that Redis doesn't have is false,
-- not nil. A number that is returned loses its fraction.
return redis.error_reply('ERR nothing is written yet')
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        """Keep what you need to ask Redis. `quota` has limit, period (in microseconds) and burst, all ints >= 1.

        Limiters with different prefixes never touch the same Redis key.
        """
        raise NotImplementedError

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        """Spend `cost` tokens of the key at `now`: return 0 if they are granted, else the microseconds to wait.

        Without `now`, the server's clock says the time. Raises `ValueError` if `cost` is below 1 or above the burst: it
        could never be granted.
        """
        # TODO: decide here what needs no server; let the script do the rest. redis-py can send a script once and then
        # only its name: look for `register_script`. Start with the first level, "answers", run
        # `pytest katas/redis_token_bucket`, and go on with what the card shows.
        raise NotImplementedError
