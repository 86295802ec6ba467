"""The same limiter for asyncio."""

from asyncio import Task, gather, get_running_loop, shield
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Never

from ratelimit.decision import Decision
from ratelimit.keys import Keys, checked_keys
from ratelimit.limit import OneOrMoreAlgorithms, OneOrMoreQuotas
from ratelimit.protocols import Clock
from ratelimit.quota import Quota
from ratelimit.redis.asked import Asked
from ratelimit.redis.async_round_trip import AsyncConnections
from ratelimit.redis.exchange import Batch, Exchange, RefreshSlotMap, Replies, T
from ratelimit.redis.library import library_of
from ratelimit.redis.sans_io import OnError, SansIOLimiter
from ratelimit.redis.shared_trips import SharedTrips

if TYPE_CHECKING:
    from redis.asyncio import Redis, RedisCluster
    from valkey.asyncio import Valkey, ValkeyCluster


class AsyncRedisLimiter:
    """`RedisLimiter` for asyncio, with a client of `redis.asyncio` or `valkey.asyncio`.

    Arguments, methods and answers are the same. Both kinds may share the same keys. For `on_error`, a limiter in memory
    is a plain one, as it waits for nothing.
    """

    __slots__ = ("_client", "_library", "_refreshing", "_sans_io", "_trips")

    def __init__(
        self,
        algorithm: OneOrMoreAlgorithms,
        quota: OneOrMoreQuotas,
        client: "Redis | RedisCluster | Valkey | ValkeyCluster",
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
        next_after: bool = False,
    ) -> None:
        self._library, is_cluster = library_of(client, asynchronous=True)
        self._client: Any = client
        self._refreshing: Task[None] | None = None
        self._sans_io = SansIOLimiter(
            algorithm,
            quota,
            client if is_cluster else None,
            self._library,
            prefix=prefix,
            clock=clock,
            on_error=on_error,
            pause=pause,
            remember=remember,
            next_after=next_after,
        )
        self._trips = SharedTrips(self._sans_io.script, AsyncConnections(self._library, client).round_trip)

    def __repr__(self) -> str:
        return f"AsyncRedisLimiter({self._sans_io})"

    def __reduce__(self) -> Never:
        raise TypeError(
            "an AsyncRedisLimiter can't be pickled or copied, as its client's connections belong to one process: "
            "make one in each process; with the same prefix, algorithm and quota they share their keys"
        )

    @property
    def quota(self) -> Quota:
        """The quota of each key, unless a call gives another. Raises `AttributeError` if there are several."""
        return self._sans_io.limits.quota

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of each key."""
        return self._sans_io.limits.quotas

    async def allow(self, key: str | Keys, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them."""
        return (await self._decide(key, self._sans_io.asked(cost, quota))).allowed

    async def hit(self, key: str | Keys, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        return await self._decide(key, self._sans_io.asked(cost, quota))

    async def hit_many(self, keys: Iterable[str | Keys], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order, in one round trip to each server that holds some."""
        return await self._run(self._sans_io.decide_many(checked_keys(keys), self._sans_io.asked(cost, quota)))

    async def peek(self, key: str | Keys, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing."""
        return await self._decide(key, self._sans_io.asked(1, quota, spend=0))

    async def refund(self, key: str | Keys, cost: int = 1) -> int:
        """Do as `RedisLimiter.refund` does."""
        return await self._run(self._sans_io.change(key, cost, "refund"))

    async def charge(self, key: str | Keys, cost: int = 1) -> None:
        """Do as `RedisLimiter.charge` does."""
        await self._run(self._sans_io.change(key, cost, "charge"))

    async def reset(self, key: str | Keys) -> None:
        """Make the key fresh. Raises the connection's error, whatever `on_error` says."""
        await self._run(self._sans_io.reset(key))

    async def _decide(self, key: str | Keys, asked: Asked) -> Decision:
        return (await self._run(self._sans_io.decide((key,), asked)))[0]

    async def _run(self, exchange: Exchange[T]) -> T:
        """Do the I/O of an exchange."""
        try:
            step = next(exchange)
            while True:
                if isinstance(step, RefreshSlotMap):
                    await self._refresh_slot_map(step)
                    step = next(exchange)
                else:
                    step = exchange.send(await self._send(step))
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            exchange.close()

    async def _send(self, batches: list[Batch]) -> list[Replies]:
        if len(batches) == 1:  # no task for it
            return [await self._trips.send(batches[0])]
        received: list[Replies] = []
        for replies in await gather(*map(self._trips.send, batches), return_exceptions=True):  # when all have ended
            if isinstance(replies, BaseException):
                raise replies
            received.append(replies)
        return received

    async def _refresh_slot_map(self, refresh: RefreshSlotMap) -> None:
        """Ask the cluster which node serves which slot, if any can tell: one task does so for all.

        It goes on if those who wait for it are cancelled: others may wait too, and the client would lose a connection.
        """
        loop, task = get_running_loop(), self._refreshing
        if task is None or task.done() or task.get_loop() is not loop:
            task = self._refreshing = loop.create_task(self._ask_for_slot_map())
        elif not refresh.wait:
            return
        await shield(task)

    async def _ask_for_slot_map(self) -> None:
        with suppress(*self._library.unreachable):
            if self._client.get_nodes():
                await self._client.nodes_manager.initialize()
            else:
                await self._client.initialize()
