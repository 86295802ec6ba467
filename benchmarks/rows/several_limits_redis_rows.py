"""The rows of tables about several limits on Redis: the floor, our algorithms, and a mix of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from redis import Redis

from benchmarks.harness.question import Kind
from benchmarks.rows.memory_rows import ALGORITHMS, SECOND, OurLoops, display_name
from benchmarks.rows.redis_rows import FLOOR
from benchmarks.rows.several_limits_rows import MIXED, Limit, one_for_each
from ratelimit import Algorithm, Quota
from ratelimit.redis import RedisLimiter


@dataclass(frozen=True)
class RedisLimitsRow:
    """One row, and how to make its limiter from the server's port and limits."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[[int, Sequence[Limit]], Any]


class FloorLoops:
    """The floor: redis-py running a script that does nothing."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.sha = redis.script_load("return 1")

    def allow_each(self, keys: Iterable[str]) -> None:
        """Run the script for each key."""
        redis, sha = self.redis, self.sha
        for key in keys:
            redis.evalsha(sha, 1, key)

    hit_each = allow_each


def all_redis_rows() -> list[RedisLimitsRow]:
    """Return all rows."""
    floor = RedisLimitsRow(FLOOR, "floor", "", lambda port, _limits: FloorLoops(Redis(port=port)))
    return [floor, *(_row(name, [algorithm]) for name, algorithm in ALGORITHMS.items()), _row("mixed", MIXED)]


def _row(name: str, algorithms: Sequence[Algorithm]) -> RedisLimitsRow:
    def new(port: int, limits: Sequence[Limit]) -> OurLoops:
        quotas = [Quota(limit, seconds * SECOND) for limit, seconds in limits]
        return OurLoops(RedisLimiter(one_for_each(algorithms, quotas), quotas, Redis(port=port)))

    return RedisLimitsRow(f"ours: {display_name(name)}", "ours", name, new)
