"""The same limiter for asyncio."""

from asyncio import Lock, gather
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Unpack

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.redis.error_reply import ends_connection
from ratelimit.redis.exchange import (
    Batch,
    ConnectionLost,
    Exchange,
    RefreshSlotMap,
    Replies,
    T,
    is_pool_exhausted,
)
from ratelimit.redis.library import Library, library_of
from ratelimit.redis.sans_io import Options, SansIOLimiter, checked_keys

if TYPE_CHECKING:
    from redis.asyncio import Redis, RedisCluster
    from valkey.asyncio import Valkey, ValkeyCluster


class AsyncRedisLimiter:
    """`RedisLimiter` for asyncio, with a client of `redis.asyncio` or `valkey.asyncio`.

    Arguments, methods and answers are the same. Both kinds may share the same keys. For `on_error`, a limiter in memory
    is a plain one, as it waits for nothing.
    """

    __slots__ = ("_client", "_library", "_refreshing", "_sans_io")

    def __init__(
        self,
        algorithm: Algorithm,
        quota: Quota,
        client: "Redis | RedisCluster | Valkey | ValkeyCluster",
        **options: Unpack[Options],
    ) -> None:
        self._library, is_cluster = library_of(client, asynchronous=True)
        self._client: Any = client
        self._refreshing = Lock()
        cluster = client if is_cluster else None
        self._sans_io = SansIOLimiter(algorithm, quota, cluster, self._library, **options)

    async def allow(self, key: str, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them."""
        return (await self._run(self._sans_io.decide((key,), cost)))[0].allowed

    async def hit(self, key: str, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        return (await self._run(self._sans_io.decide((key,), cost)))[0]

    async def hit_many(self, keys: Iterable[str], cost: int = 1) -> list[Decision]:
        """Hit each key in order, in one round trip to each server that holds some."""
        return await self._run(self._sans_io.decide(checked_keys(keys), cost))

    async def peek(self, key: str) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing."""
        return (await self._run(self._sans_io.decide((key,), spend=0)))[0]

    async def reset(self, key: str) -> None:
        """Make the key fresh. Raises the connection's error, whatever `on_error` says."""
        await self._run(self._sans_io.reset(key))

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
            return [await self._round_trip(batches[0])]
        return await gather(*map(self._round_trip, batches))

    async def _round_trip(self, batch: Batch) -> Replies:
        """Send the commands in one go, and read a reply for each; without the client's retries, as `RoundTrip` does."""
        library, asked_again = self._library, batch.is_asked_again()
        pool = self._client.connection_pool if batch.node is None else batch.node
        try:
            connection = await _checked_out(library, pool, fresh=batch.fresh)
        except library.unreachable as error:
            if is_pool_exhausted(error):
                raise
            return ConnectionLost(error, sent=False)
        unread = 0
        ends = False
        replies: list[Any] = []
        try:
            unread = len(batch.commands)
            await connection.send_packed_command(b"".join(batch.commands))
            while unread:
                try:
                    replies.append(await connection.read_response())
                except library.error_replies as error:
                    replies.append(error)
                    ends |= ends_connection(error, asked_again=asked_again)
                unread -= 1
        except library.unreachable as error:
            return ConnectionLost(error, sent=True)
        finally:
            if unread or ends:  # the connection's next user would take an unread reply for its own
                await connection.disconnect(nowait=True)
            await _release(pool, connection)
        return replies

    async def _refresh_slot_map(self, refresh: RefreshSlotMap) -> None:
        """Ask the cluster which node serves which slot, if any can tell: one task does so for all."""
        if self._refreshing.locked():
            if refresh.wait:
                async with self._refreshing:
                    pass
            return
        async with self._refreshing:
            with suppress(*self._library.unreachable):
                if self._client.get_nodes():
                    await self._client.nodes_manager.initialize()
                else:
                    await self._client.initialize()


async def _checked_out(library: Library, pool: Any, *, fresh: bool) -> Any:
    """Take a connection from a pool or a cluster's node, and reconnect it if it is stale; they don't always check that.

    A cluster's node never does, and a pool doesn't while the server may push messages (RESP3).
    """
    if hasattr(pool, "acquire_connection"):
        connection = pool.acquire_connection()
    else:
        connection = await pool.get_connection(*library.get_connection_arguments)
    try:
        if connection.is_connected and (fresh or await _is_stale(library, connection)):
            await connection.disconnect(nowait=True)
        await connection.connect()
    except BaseException:
        await _release(pool, connection)
        raise
    return connection


async def _is_stale(library: Library, connection: Any) -> bool:
    """Say whether the server has closed the connection, or an unread reply is left on it."""
    can_read = getattr(connection, "can_read", None) or connection.can_read_destructive  # its name before redis-py 8
    try:
        return bool(await can_read())
    except library.unreachable:
        return True


async def _release(pool: Any, connection: Any) -> None:
    if not hasattr(pool, "release"):  # a node of valkey-py, which has no other way
        pool._free.append(connection)  # noqa: SLF001
        return
    released = pool.release(connection)
    if released is not None:  # a pool's is a coroutine, a node's is not
        await released
