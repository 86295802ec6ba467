"""One round trip to one server, on a connection from the client's pool."""

from typing import Any

from redis.exceptions import ResponseError

from ratelimit.redis.command import Command
from ratelimit.redis.exchange import UNREACHABLE, ConnectionLost, Replies, is_pool_exhausted


class RoundTrip:
    """Sends commands in one go, then reads a reply for each.

    It bypasses the client's own way of sending, which tries again after a time-out or a broken connection: ten times
    by default. A decision that was made but whose reply was lost would be made again each time.
    """

    __slots__ = ("_connection", "_lost", "_pool", "_unread")

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._connection: Any = None
        self._unread = 0  # replies
        self._lost: ConnectionLost | None = None

    def send(self, commands: list[Command]) -> None:
        """Send the commands. Raises if the pool is exhausted; `receive` returns any other failure."""
        try:
            self._connection = _checked_out(self._pool)
        except UNREACHABLE as error:
            if is_pool_exhausted(error):
                raise
            self._lost = ConnectionLost(error, sent=False)
            return
        self._unread = len(commands)
        try:
            self._connection.send_packed_command((b"".join(commands),))
        except UNREACHABLE as error:
            self._lost = ConnectionLost(error, sent=True)

    def receive(self) -> Replies:
        """Return the replies; an error reply is an exception among them."""
        replies: list[Any] = []
        try:
            while self._unread and self._lost is None:
                try:
                    replies.append(self._connection.read_response())
                except ResponseError as error:
                    replies.append(error)
                self._unread -= 1
        except UNREACHABLE as error:
            self._lost = ConnectionLost(error, sent=True)
        return replies if self._lost is None else self._lost

    def close(self) -> None:
        """Return the connection to the pool; closed, if a reply is unread that the next user would take for its own."""
        if self._connection is None:
            return
        if self._unread:
            self._connection.disconnect()
        self._pool.release(self._connection)


def round_trip(pool: Any, command: Command) -> Any:
    """Send one command. Return the reply, the server's error or `ConnectionLost`: a `RoundTrip` in short."""
    try:
        connection = _checked_out(pool)
    except UNREACHABLE as error:
        if is_pool_exhausted(error):
            raise
        return ConnectionLost(error, sent=False)
    read = False
    try:
        connection.send_packed_command((command,))
        reply = connection.read_response()
        read = True
    except ResponseError as error:
        read = True
        return error
    except UNREACHABLE as error:
        return ConnectionLost(error, sent=True)
    else:
        return reply
    finally:
        if not read:
            connection.disconnect()
        pool.release(connection)


def _checked_out(pool: Any) -> Any:
    """Take a connection from the pool, and reconnect it if it is stale; under RESP3 a pool doesn't check that."""
    connection = pool.get_connection()
    try:
        if _is_stale(connection):
            connection.disconnect()
            connection.connect()
    except BaseException:
        connection.disconnect()
        pool.release(connection)
        raise
    return connection


def _is_stale(connection: Any) -> bool:
    """Say whether the server has closed the connection, or an unread reply is left on it."""
    try:
        return bool(connection.can_read())
    except UNREACHABLE:
        return True
