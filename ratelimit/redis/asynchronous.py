"""The same limiter for asyncio."""

from asyncio import gather
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis, RedisCluster
from redis.exceptions import ResponseError

from ratelimit.decision import Decision
from ratelimit.protocols import Algorithm, Clock
from ratelimit.quota import Quota
from ratelimit.redis.asking import UNREACHABLE, Lost, Parcel, Replies, T, Talk
from ratelimit.redis.script import Command
from ratelimit.redis.talk import OnError, Talker


class AsyncRedisLimiter:
    """`RedisLimiter` for asyncio, with a client of `redis.asyncio`: the same arguments, methods and answers.

    Both kinds may share the same keys. A limiter in memory that stands in is a plain one, as it waits for nothing.
    """

    __slots__ = ("_client", "_cluster", "_talker")

    def __init__(
        self,
        algorithm: Algorithm,
        quota: Quota,
        client: Redis | RedisCluster,
        *,
        prefix: str = "ratelimit",
        clock: Clock | None = None,
        on_error: OnError = "raise",
        pause: float = 1.0,
        remember: int = 0,
    ) -> None:
        self._client: Any = client
        self._cluster: Any = client if isinstance(client, RedisCluster) else None
        self._talker = Talker(
            algorithm,
            quota,
            self._cluster,
            prefix=prefix,
            clock=clock,
            on_error=on_error,
            pause=pause,
            remember=remember,
        )

    async def allow(self, key: str, cost: int = 1) -> bool:
        """Spend `cost` units of the key if it has them."""
        return (await self._carry_out(self._talker.decide((key,), cost)))[0].allowed

    async def hit(self, key: str, cost: int = 1) -> Decision:
        """Do as `allow` does, and answer in full."""
        return (await self._carry_out(self._talker.decide((key,), cost)))[0]

    async def hit_many(self, keys: Sequence[str], cost: int = 1) -> list[Decision]:
        """Hit each key in turn, in one round trip to each server that is concerned."""
        return await self._carry_out(self._talker.decide(keys, cost))

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
                if parcels is None:
                    await self._refresh()
                    parcels = next(talk)
                else:
                    parcels = talk.send(await self._deliver(parcels))
        except StopIteration as end:
            result: T = end.value
            return result

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
            return Lost(error, sent=False)
        due = len(commands)
        replies: list[Any] = []
        try:
            await connection.send_packed_command(connection.pack_commands(commands))
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
            released = lender.release(connection)
            if released is not None:  # a pool takes its time, a node does not
                await released
        return replies

    async def _refresh(self) -> None:
        """Ask the cluster anew who serves which slot, if anyone can tell."""
        with suppress(*UNREACHABLE):
            if self._client.get_nodes():
                await self._client.nodes_manager.initialize()
            else:
                await self._client.initialize()


async def _borrowed(lender: Any) -> Any:
    """Return a connection that stands. A pool sees to that; a cluster's node has to be helped."""
    if not hasattr(lender, "acquire_connection"):
        return await lender.get_connection()
    connection = lender.acquire_connection()
    try:
        if connection.is_connected and await connection.can_read():  # it is closed, or holds what nobody read
            await connection.disconnect(nowait=True)
        await connection.connect()
    except BaseException:
        lender.release(connection)
        raise
    return connection
