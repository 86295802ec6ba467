"""One exchange with one server, on a connection that is lent from its pool."""

from typing import Any

from redis.exceptions import ResponseError

from ratelimit.redis.command import Command
from ratelimit.redis.question import UNREACHABLE, Lost, Replies, is_full


class Trip:
    """Sends commands in one go, then reads a reply for each.

    It goes past the client's own way of sending, which tries again after a time-out or a broken connection: ten times
    by default, and a decision that was made but not heard of would be made again each time.
    """

    __slots__ = ("_connection", "_due", "_lost", "_pool")

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._connection: Any = None
        self._due = 0  # replies to be read
        self._lost: Lost | None = None

    def send(self, commands: list[Command]) -> None:
        """Send the commands. Raises if the pool is used up; `receive` tells of all else."""
        try:
            self._connection = _borrowed(self._pool)
        except UNREACHABLE as error:
            if is_full(error):
                raise
            self._lost = Lost(error, sent=False)
            return
        self._due = len(commands)
        try:
            self._connection.send_packed_command((b"".join(commands),))
        except UNREACHABLE as error:
            self._lost = Lost(error, sent=True)

    def receive(self) -> Replies:
        """Return the replies; an error reply is an exception among them."""
        replies: list[Any] = []
        try:
            while self._due and self._lost is None:
                try:
                    replies.append(self._connection.read_response())
                except ResponseError as error:
                    replies.append(error)
                self._due -= 1
        except UNREACHABLE as error:
            self._lost = Lost(error, sent=True)
        return replies if self._lost is None else self._lost

    def end(self) -> None:
        """Give the connection back; a reply that was not read must not be taken for another's."""
        if self._connection is None:
            return
        if self._due:
            self._connection.disconnect()
        self._pool.release(self._connection)


def exchange(pool: Any, command: Command) -> Any:
    """Send one command. Return the reply, an error of the server's, or `Lost`: a short `Trip`."""
    try:
        connection = _borrowed(pool)
    except UNREACHABLE as error:
        if is_full(error):
            raise
        return Lost(error, sent=False)
    read = False
    try:
        connection.send_packed_command((command,))
        reply = connection.read_response()
        read = True
    except ResponseError as error:
        read = True
        return error
    except UNREACHABLE as error:
        return Lost(error, sent=True)
    else:
        return reply
    finally:
        if not read:
            connection.disconnect()
        pool.release(connection)


def _borrowed(pool: Any) -> Any:
    """Return a connection that stands, without a reply that nobody read; a pool doesn't see to that under RESP3."""
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
    try:
        return bool(connection.can_read())
    except UNREACHABLE:
        return True
