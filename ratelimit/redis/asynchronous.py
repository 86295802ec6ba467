"""The same limiter for asyncio."""

from asyncio import Lock, gather
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Unpack

from redis.asyncio import Redis, RedisCluster
from redis.exceptions import ResponseError

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.redis.command import Command
from ratelimit.redis.question import UNREACHABLE, Lost, Parcel, Replies, Search, T, Talk, is_full
from ratelimit.redis.talk import Choices, Talker, several


class AsyncRedisLimiter:
    """`RedisLimiter` for asyncio, with a client of `redis.asyncio`: the same arguments, methods and answers.

    Both kinds may share the same keys. A limiter in memory that stands in is a plain one, as it waits for nothing.
    """

    __slots__ = ("_client", "_searching", "_talker")

    def __init__(
        self, algorithm: Algorithm, quota: Quota, client: Redis | RedisCluster, **choices: Unpack[Choices]
    ) -> None:
        if not isinstance(client, (Redis, RedisCluster)):
            raise TypeError(f"client must be a redis.asyncio.Redis or redis.asyncio.RedisCluster, got {client!r}")
        self._client: Any = client
        self._searching = Lock()
        self._talker = Talker(algorithm, quota, client if isinstance(client, RedisCluster) else None, **choices)

    async def allow(self, key: str, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them."""
        return (await self._carry_out(self._talker.decide((key,), cost)))[0].allowed

    async def hit(self, key: str, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        return (await self._carry_out(self._talker.decide((key,), cost)))[0]

    async def hit_many(self, keys: Iterable[str], cost: int = 1) -> list[Decision]:
        """Hit each key in turn, in one round trip to each server that is concerned."""
        return await self._carry_out(self._talker.decide(several(keys), cost))

    async def peek(self, key: str) -> Decision:
        """Say what a request for one unit would be told now, and spend nothing."""
        return (await self._carry_out(self._talker.decide((key,), spend=0)))[0]

    async def reset(self, key: str) -> None:
        """Make the key as good as new. Raises the connection's error, whatever `on_error` says."""
        await self._carry_out(self._talker.reset(key))

    async def _carry_out(self, talk: Talk[T]) -> T:
        try:
            parcels = next(talk)
            while True:
                if isinstance(parcels, Search):
                    await self._search(parcels)
                    parcels = next(talk)
                else:
                    parcels = talk.send(await self._deliver(parcels))
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            talk.close()

    async def _deliver(self, parcels: list[Parcel]) -> list[Replies]:
        if len(parcels) == 1:  # no task for it
            return [await self._exchange(*parcels[0])]
        return await gather(*(self._exchange(*parcel) for parcel in parcels))

    async def _exchange(self, node: Any, commands: list[Command]) -> Replies:
        """Send the commands in one go, and read a reply for each; past the client's way of sending, as `Trip` does."""
        lender = self._client.connection_pool if node is None else node
        try:
            connection = await _borrowed(lender)
        except UNREACHABLE as error:
            if is_full(error):
                raise
            return Lost(error, sent=False)
        due = 0
        replies: list[Any] = []
        try:
            due = len(commands)
            await connection.send_packed_command(b"".join(commands))
            while due:
                try:
                    replies.append(await connection.read_response())
                except ResponseError as error:
                    replies.append(error)
                due -= 1
        except UNREACHABLE as error:
            return Lost(error, sent=True)
        finally:
            if due:  # a reply that was not read must not be taken for another's
                await connection.disconnect(nowait=True)
            await _give_back(lender, connection)
        return replies

    async def _search(self, search: Search) -> None:
        """Ask the cluster anew who serves which slot, if anyone can tell: one task for all."""
        if self._searching.locked():
            if search.awaited:
                async with self._searching:
                    pass
            return
        async with self._searching:
            with suppress(*UNREACHABLE):
                if self._client.get_nodes():
                    await self._client.nodes_manager.initialize()
                else:
                    await self._client.initialize()


async def _borrowed(lender: Any) -> Any:
    """Return a connection that stands. A cluster's node doesn't see to that, and a pool not while RESP3 may push."""
    if hasattr(lender, "acquire_connection"):
        connection = lender.acquire_connection()
    else:
        connection = await lender.get_connection()
    try:
        if connection.is_connected and await _is_stale(connection):
            await connection.disconnect(nowait=True)
        await connection.connect()
    except BaseException:
        await _give_back(lender, connection)
        raise
    return connection


async def _is_stale(connection: Any) -> bool:
    """Say whether the connection was closed by the server, or holds what nobody read."""
    can_read = getattr(connection, "can_read", None) or connection.can_read_destructive  # its name before redis-py 8
    try:
        return bool(await can_read())
    except UNREACHABLE:
        return True


async def _give_back(lender: Any, connection: Any) -> None:
    released = lender.release(connection)
    if released is not None:  # a pool takes its time, a node does not
        await released
