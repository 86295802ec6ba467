"""One round trip in asyncio to one server, on a connection from the client's pool."""

from typing import Any

from ratelimit.pool import is_pool_exhausted
from ratelimit.redis import valkey_node
from ratelimit.redis.error_reply import ends_connection
from ratelimit.redis.exchange import Batch, ConnectionLost, Replies
from ratelimit.redis.library import Library


class AsyncConnections:
    """Does round trips with the connections of a client: without its retries, as `RoundTrip` does."""

    __slots__ = ("_client", "_library")

    def __init__(self, library: Library, client: Any) -> None:
        self._library = library
        self._client = client

    async def round_trip(self, batch: Batch) -> Replies:
        """Send the commands in one go, and read a reply for each. Raises if the pool is exhausted."""
        library, node = self._library, batch.node
        if node is not None and library.name == "valkey":  # it may just be closing connections of a node it replaced
            node = self._client.nodes_manager.nodes_cache.get(node.name, node)
        try:
            connection = await self._checked_out(node, fresh=batch.fresh)
        except library.unreachable as error:
            if is_pool_exhausted(error):
                raise
            return ConnectionLost(error, sent=False)
        unread = len(batch.commands)
        ends = False
        replies: list[Any] = []
        try:
            await connection.send_packed_command(b"".join(batch.commands))
            while unread:
                try:
                    replies.append(await connection.read_response())
                except library.error_replies as error:
                    replies.append(error)
                    ends |= ends_connection(error, asked_again=batch.is_asked_again())
                unread -= 1
        except library.unreachable as error:
            return ConnectionLost(error, sent=True)
        finally:
            if unread or ends:  # the connection's next user would take an unread reply for its own
                await connection.disconnect(nowait=True)
            await self._release(node, connection)
        return replies

    async def _checked_out(self, node: Any, *, fresh: bool) -> Any:
        """Take a connection, and reconnect it if it is stale; a pool or a node doesn't always check that.

        A cluster's node never does, and a pool doesn't while the server may push messages (RESP3).
        """
        if node is None:
            pool = self._client.connection_pool  # valkey-py's wants a command, and doesn't use it
            connection = await (
                pool.get_connection() if self._library.name == "redis" else pool.get_connection("EVALSHA")
            )
        elif self._library.name == "valkey":
            connection = valkey_node.acquire(node)
        else:
            connection = node.acquire_connection()
        try:
            if connection.is_connected and (fresh or await self._is_stale(connection)):
                await connection.disconnect(nowait=True)
            await connection.connect()
        except BaseException:
            await self._release(node, connection)
            raise
        return connection

    async def _is_stale(self, connection: Any) -> bool:
        """Say whether the server has closed the connection, or an unread reply is left on it."""
        can_read = getattr(connection, "can_read", None) or connection.can_read_destructive  # before redis-py 8
        try:
            return bool(await can_read())
        except self._library.unreachable:
            return True

    async def _release(self, node: Any, connection: Any) -> None:
        if node is None:
            await self._client.connection_pool.release(connection)
        elif self._library.name == "valkey":
            replaced = self._client.nodes_manager.nodes_cache.get(node.name) is not node
            await valkey_node.release(node, connection, replaced=replaced)
        else:
            node.release(connection)
