"""One round trip to one server, on a connection from the client's pool."""

from typing import Any

from ratelimit.pool import is_pool_exhausted
from ratelimit.redis.command import Command
from ratelimit.redis.error_reply import ends_connection
from ratelimit.redis.exchange import Batch, ConnectionLost, Replies
from ratelimit.redis.library import Library


class RoundTrip:
    """Sends the commands of a batch in one go, then reads a reply for each.

    It bypasses the client's own way of sending, which tries again after a time-out or a broken connection: ten times
    by default. A decision that was made but whose reply was lost would be made again each time.
    """

    __slots__ = ("_batch", "_connection", "_ends", "_library", "_lost", "_pool", "_unread")

    def __init__(self, library: Library, pool: Any, batch: Batch) -> None:
        self._library = library
        self._pool = pool
        self._batch = batch
        self._connection: Any = None
        self._unread = 0  # replies
        self._ends = False  # whether to close the connection
        self._lost: ConnectionLost | None = None

    def send(self) -> None:
        """Send the commands. Raises if the pool is exhausted; `receive` returns any other failure."""
        try:
            self._connection = _checked_out(self._library, self._pool, fresh=self._batch.fresh)
        except self._library.unreachable as error:
            if is_pool_exhausted(error):
                raise
            self._lost = ConnectionLost(error, sent=False)
            return
        self._unread = len(self._batch.commands)
        try:
            self._connection.send_packed_command((b"".join(self._batch.commands),))
        except self._library.unreachable as error:
            self._lost = ConnectionLost(error, sent=True)

    def receive(self) -> Replies:
        """Return the replies; an error reply is an exception among them."""
        replies: list[Any] = []
        asked_again = self._batch.is_asked_again()
        try:
            while self._unread and self._lost is None:
                try:
                    replies.append(self._connection.read_response())
                except self._library.error_replies as error:
                    replies.append(error)
                    self._ends |= ends_connection(error, asked_again=asked_again)
                self._unread -= 1
        except self._library.unreachable as error:
            self._lost = ConnectionLost(error, sent=True)
        return replies if self._lost is None else self._lost

    def close(self) -> None:
        """Return the connection to the pool; closed, if a reply is unread that the next user would take for its own.

        A second time, this does nothing.
        """
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if self._unread or self._ends:
                connection.disconnect()
        finally:
            self._pool.release(connection)


def round_trip(library: Library, pool: Any, command: Command) -> Any:
    """Send one command. Return the reply, the server's error or `ConnectionLost`: a `RoundTrip` in short."""
    try:
        connection = _checked_out(library, pool)
    except library.unreachable as error:
        if is_pool_exhausted(error):
            raise
        return ConnectionLost(error, sent=False)
    usable = False
    try:
        connection.send_packed_command((command,))
        reply = connection.read_response()
        usable = True
    except library.error_replies as error:
        usable = not ends_connection(error, asked_again=True)
        return error
    except library.unreachable as error:
        return ConnectionLost(error, sent=True)
    else:
        return reply
    finally:
        try:
            if not usable:
                connection.disconnect()
        finally:
            pool.release(connection)


def _checked_out(library: Library, pool: Any, *, fresh: bool = False) -> Any:
    """Take a connection from the pool, and reconnect it if it is stale; under RESP3 a pool doesn't check that."""
    try:
        # Not with *arguments: C code passes those on, and if a signal handler raises after it, the connection is lost.
        connection = pool.get_connection() if library.name == "redis" else pool.get_connection("EVALSHA")
    except BaseException as error:
        if not isinstance(error, library.own_errors):
            _close_idle(pool)
        raise
    try:
        if fresh or _is_stale(library, connection):
            connection.disconnect()
            connection.connect()
    except BaseException:
        connection.disconnect()
        pool.release(connection)
        raise
    return connection


def _close_idle(pool: Any) -> None:
    """Close the idle connections, after what is no error of the library's: a signal handler has raised.

    The one that was connecting is among them. The next call would use it as it is: without a password, in database 0.
    """
    idle = getattr(pool, "pool", None)  # of a BlockingConnectionPool, which can't close only those in each version
    if idle is None:
        pool.disconnect(inuse_connections=False)
        return
    with idle.mutex:
        for connection in idle.queue:
            if connection is not None:
                connection.disconnect()


def _is_stale(library: Library, connection: Any) -> bool:
    """Say whether the server has closed the connection, or an unread reply is left on it."""
    try:
        return bool(connection.can_read())
    except library.unreachable:
        return True
