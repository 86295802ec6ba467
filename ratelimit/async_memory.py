"""Limit by key, within one process, with the methods of the limiter for asyncio on Redis."""

from collections.abc import Hashable, Iterable
from typing import Never

from ratelimit.decision import Decision
from ratelimit.memory import MemoryLimiter
from ratelimit.protocols import Algorithm, Clock
from ratelimit.quota import Quota


class AsyncMemoryLimiter:
    """`MemoryLimiter` with coroutines, so that code is written once for this and `AsyncRedisLimiter`.

    No call waits for anything, so none can be cancelled in the middle.
    """

    __slots__ = ("_limiter",)

    def __init__(self, algorithm: Algorithm, quota: Quota, clock: Clock | None = None) -> None:
        self._limiter = MemoryLimiter(algorithm, quota, clock)

    def __repr__(self) -> str:
        return f"Async{self._limiter!r}"

    def __reduce__(self) -> Never:
        raise TypeError(
            "an AsyncMemoryLimiter can't be pickled or copied, as its keys and its lock belong to one process: "
            "make one where it is needed, or share a limiter on Redis"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key."""
        return self._limiter.quota

    def __len__(self) -> int:
        """Count the keys that are held."""
        return len(self._limiter)

    def __bool__(self) -> bool:
        return True  # also while it holds no keys

    async def allow(self, key: Hashable, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`.
        """
        return self._limiter.allow(key, cost)

    async def hit(self, key: Hashable, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        return self._limiter.hit(key, cost)

    async def hit_many(self, keys: Iterable[Hashable], cost: int = 1) -> list[Decision]:
        """Hit each key in order. A key may be there more than once."""
        return self._limiter.hit_many(keys, cost)

    async def peek(self, key: Hashable) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and add no key."""
        return self._limiter.peek(key)

    async def reset(self, key: Hashable) -> None:
        """Make the key fresh, by forgetting it."""
        self._limiter.reset(key)
