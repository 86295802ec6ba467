"""Limit by key, within one process, with the methods of the limiter for asyncio on Redis."""

from collections.abc import Hashable, Iterable
from typing import Never

from ratelimit.decision import Decision
from ratelimit.limit import OneOrMoreAlgorithms, OneOrMoreQuotas
from ratelimit.memory import MemoryLimiter
from ratelimit.protocols import Clock
from ratelimit.quota import Quota


class AsyncMemoryLimiter:
    """`MemoryLimiter` with coroutines, so that code is written once for this and `AsyncRedisLimiter`.

    No call waits for anything, so none can be cancelled in the middle.
    """

    __slots__ = ("_limiter",)

    def __init__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        clock: Clock | None = None,
        *,
        next_after: bool = False,
    ) -> None:
        self._limiter = MemoryLimiter(algorithm, quota, clock, next_after=next_after)

    def __repr__(self) -> str:
        return f"Async{self._limiter!r}"

    def __reduce__(self) -> Never:
        raise TypeError(
            "an AsyncMemoryLimiter can't be pickled or copied, as its keys and its lock belong to one process: "
            "make one where it is needed, or share a limiter on Redis"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another. Raises `AttributeError` if there are several."""
        return self._limiter.quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        return self._limiter.quotas

    def __len__(self) -> int:
        """Count the keys that are held."""
        return len(self._limiter)

    def __bool__(self) -> bool:
        return True  # also while it holds no keys

    async def allow(self, key: Hashable, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them.

        A cost below 1, or above what a meter can ever grant, raises `ValueError`; so does a `quota` that could not be
        the limiter's.
        """
        return self._limiter.allow(key, cost, quota)

    async def hit(self, key: Hashable, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        return self._limiter.hit(key, cost, quota)

    async def hit_many(self, keys: Iterable[Hashable], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order. A key may be there more than once."""
        return self._limiter.hit_many(keys, cost, quota)

    async def peek(self, key: Hashable, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now; spend nothing, and add no key."""
        return self._limiter.peek(key, quota)

    async def refund(self, key: Hashable, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were."""
        return self._limiter.refund(key, cost)

    async def charge(self, key: Hashable, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have."""
        self._limiter.charge(key, cost)

    async def reset(self, key: Hashable) -> None:
        """Make the key fresh, by forgetting it."""
        self._limiter.reset(key)
