"""Transports for `httpx2`, which wrap another one."""

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import anyio
import httpx2

from ratelimit.web.client.exchange import check_asynchronous, check_plain, exchange, exchange_async, is_short
from ratelimit.web.client.pace import Pace
from ratelimit.web.client.turn import Turn

_UNREAD: Final = (httpx2.HTTPError, httpx2.StreamError)
"""A body that is broken, or that a transport within has read already. The refusal counts, whatever its body is."""


class PacedTransport(httpx2.BaseTransport):
    """Sends requests at a pace, and repeats those that were refused, through another transport.

    A request is repeated if its method may be, and its body is bytes, JSON or a form without files.
    """

    def __init__(self, pace: Pace, transport: httpx2.BaseTransport | None = None) -> None:
        check_plain(pace)
        self._pace = pace
        self._transport = httpx2.HTTPTransport() if transport is None else transport

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request when it is its turn."""
        turn = _turn(self._pace, request)
        return exchange(turn, lambda: self._transport.handle_request(request), _read, _drop)

    def close(self) -> None:
        """Close the other transport."""
        self._transport.close()


class AsyncPacedTransport(httpx2.AsyncBaseTransport):
    """The same for `AsyncClient`, with asyncio or trio."""

    def __init__(self, pace: Pace, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        check_asynchronous(pace)
        self._pace = pace
        self._transport = httpx2.AsyncHTTPTransport() if transport is None else transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request when it is its turn."""
        return await exchange_async(
            _turn(self._pace, request),
            lambda: self._transport.handle_async_request(request),
            _read,
            _drop_async,
            anyio.sleep,
        )

    async def aclose(self) -> None:
        """Close the other transport."""
        await self._transport.aclose()


def _turn(pace: Pace, request: httpx2.Request) -> Turn:
    repeatable = isinstance(request.stream, httpx2.ByteStream)
    return pace.turn(request.method, str(request.url), request, repeatable=repeatable)


def _read(response: httpx2.Response) -> tuple[int, Iterable[tuple[str, str]]]:
    return response.status_code, response.headers.multi_items()


def _drop(response: httpx2.Response) -> None:
    try:
        if is_short(response.headers.get("content-length")):
            with suppress(*_UNREAD):
                deque(response.iter_raw(), maxlen=0)
    finally:
        response.close()


async def _drop_async(response: httpx2.Response) -> None:
    try:
        if is_short(response.headers.get("content-length")):
            with suppress(*_UNREAD):
                async for _ in response.aiter_raw():
                    pass
    finally:
        await response.aclose()
