"""The same for asyncio."""

from collections.abc import Iterable
from time import perf_counter_ns
from typing import Any, Generic

from ratelimit.decision import Decision
from ratelimit.keys import Key, checked_keys
from ratelimit.observed import OnDecision, check_limiter, checked_hook, in_quota, tell
from ratelimit.protocols import AsyncLimiter
from ratelimit.quota import Quota


class AsyncObservedLimiter(Generic[Key]):
    """`ObservedLimiter` for asyncio. The hook is a plain function, which must not block."""

    __slots__ = ("_limiter", "_on_decision")

    def __init__(self, limiter: AsyncLimiter[Key], on_decision: OnDecision) -> None:
        self._on_decision = checked_hook(on_decision)
        check_limiter(limiter, awaited=True)
        self._limiter: Any = limiter

    def __repr__(self) -> str:
        return f"AsyncObservedLimiter({self._limiter!r})"

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another."""
        quota: Quota = self._limiter.quota
        return quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        quotas: tuple[Quota, ...] = self._limiter.quotas
        return quotas

    async def allow(self, key: Key, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them."""
        return (await self.hit(key, cost, quota)).allowed

    async def hit(self, key: Key, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        started = perf_counter_ns()
        try:
            decision: Decision = await self._limiter.hit(key, cost, **in_quota(quota))
        except Exception as error:
            tell(self._on_decision, started, (key,), error)
            raise
        tell(self._on_decision, started, (key,), (decision,))
        return decision

    async def hit_many(self, keys: Iterable[Key], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order, if the limiter can."""
        started = perf_counter_ns()
        keys = checked_keys(keys)
        try:
            decisions: list[Decision] = await self._limiter.hit_many(keys, cost, **in_quota(quota))
        except Exception as error:
            tell(self._on_decision, started, keys, error)
            raise
        tell(self._on_decision, started, keys, decisions)
        return decisions

    async def peek(self, key: Key, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing."""
        decision: Decision = await self._limiter.peek(key, **in_quota(quota))
        return decision

    async def refund(self, key: Key, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were."""
        units: int = await self._limiter.refund(key, cost)
        return units

    async def charge(self, key: Key, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have."""
        await self._limiter.charge(key, cost)

    async def reset(self, key: Key) -> None:
        """Make the key fresh."""
        await self._limiter.reset(key)
