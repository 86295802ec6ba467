"""A client middleware for `aiohttp`."""

import asyncio
from collections.abc import Iterable

from aiohttp import BytesPayload, ClientHandlerType, ClientRequest, ClientResponse

from ratelimit.web.client.exchange import check_asynchronous, exchange_async, is_short
from ratelimit.web.client.pace import Pace


class PacedMiddleware:
    """Sends requests at a pace, and repeats those that were refused: `ClientSession(middlewares=[...])`.

    A request is repeated if its method may be, and its body is text, bytes, JSON or a form without files. The time-out
    of a session is for the whole, waits included.
    """

    def __init__(self, pace: Pace) -> None:
        check_asynchronous(pace)
        self._pace = pace

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Send a request when it is its turn."""
        repeatable = isinstance(request.body, bytes | BytesPayload)
        turn = self._pace.turn(request.method, str(request.url), request, repeatable=repeatable)
        return await exchange_async(turn, lambda: handler(request), _read, _drop, asyncio.sleep)


def _read(response: ClientResponse) -> tuple[int, Iterable[tuple[str, str]]]:
    return response.status, response.headers.items()


async def _drop(response: ClientResponse) -> None:
    if is_short(response.headers.get("content-length")):
        await response.read()
    response.release()
