"""Gets replies from a single server. The I/O, blocking or in asyncio, is done elsewhere."""

from collections.abc import Sequence
from time import monotonic_ns
from typing import Any

from ratelimit.redis.circuit_breaker import CircuitBreaker
from ratelimit.redis.error_reply import code, is_not_primary
from ratelimit.redis.exchange import ConnectionLost, Exchange, Request, new_batch
from ratelimit.redis.library import Library
from ratelimit.redis.script import Script


class Server:
    """Sends each request once; and once more if it was not run, for either of two reasons.

    The server did not know the script; or it is not the primary any more, and a new connection may lead to the one that
    is.
    """

    __slots__ = ("_breaker", "_library", "_script")

    def __init__(self, script: Script, library: Library, max_pause: int) -> None:
        self._script = script
        self._library = library
        self._breaker = CircuitBreaker("", max_pause, monotonic_ns)

    def is_away(self) -> bool:
        """Say whether the server did not answer the last time."""
        return self._breaker.is_open()

    def exchange(self, requests: Sequence[Request]) -> Exchange[None]:
        """Give each request its reply."""
        fresh = False
        while requests:
            replies = yield from self._replies(requests, fresh=fresh)
            for request, reply in zip(requests, replies, strict=True):
                request.reply = reply
            failed = [request for request in requests if isinstance(request.reply, Exception)]
            if not failed:
                return
            moved = [request for request in failed if not fresh and is_not_primary(request.reply)]
            unknown = [request for request in failed if code(request.reply) == "NOSCRIPT"]
            for request in (*unknown, *moved[:1]):  # a new primary does not know the script
                request.command = self._script.in_full(request.command)
            again = {*moved, *unknown}
            requests = [request for request in failed if request in again]
            fresh = fresh or bool(moved)

    def _replies(self, requests: Sequence[Request], *, fresh: bool) -> Exchange[list[Any]]:
        breaker = self._breaker
        try:
            if not breaker.allows_request(requests):
                away = self._library.connection_error("Redis did not answer a moment ago; it was not asked again yet")
                return [away] * len(requests)
            (replies,) = yield [new_batch(self._script, None, [request.command for request in requests], fresh=fresh)]
            if isinstance(replies, ConnectionLost):
                breaker.failed(replies.error)
                return [replies.error] * len(requests)
            breaker.succeeded()
        except BaseException:
            breaker.abandoned(requests)
            raise
        return list(replies)
