"""Gets replies from a single server. The I/O, blocking or in asyncio, is done elsewhere."""

from collections.abc import Sequence
from time import monotonic_ns
from typing import Any

from redis import exceptions as errors

from ratelimit.redis.circuit_breaker import CircuitBreaker
from ratelimit.redis.exchange import ConnectionLost, Exchange, Request, new_batch
from ratelimit.redis.script import Script


class Server:
    """Sends each request once; and once more if it was not run because the server did not know the script."""

    __slots__ = ("_breaker", "_script")

    def __init__(self, script: Script, max_pause: int) -> None:
        self._script = script
        self._breaker = CircuitBreaker("", max_pause, monotonic_ns)

    def is_away(self) -> bool:
        """Say whether the server did not answer the last time."""
        return self._breaker.is_open()

    def exchange(self, requests: Sequence[Request]) -> Exchange[None]:
        """Give each request its reply."""
        while requests:
            replies = yield from self._replies(requests)
            for request, reply in zip(requests, replies, strict=True):
                request.reply = reply
            requests = [request for request in requests if isinstance(request.reply, errors.NoScriptError)]
            for request in requests:
                request.command = self._script.in_full(request.command)

    def _replies(self, requests: Sequence[Request]) -> Exchange[list[Any]]:
        if not self._breaker.allows_request():
            away = errors.ConnectionError("Redis did not answer a moment ago; it was not asked again yet")
            return [away] * len(requests)
        try:
            (replies,) = yield [new_batch(self._script, None, [request.command for request in requests])]
        except GeneratorExit:
            self._breaker.abandoned()
            raise
        if isinstance(replies, ConnectionLost):
            self._breaker.failed(replies.error)
            return [replies.error] * len(requests)
        self._breaker.succeeded()
        return list(replies)
