"""Limits in front of an ASGI app."""

from collections.abc import Awaitable, Callable, MutableMapping
from inspect import iscoroutinefunction
from typing import Any, TypeAlias, Unpack

from ratelimit.web.client_key import ClientKey
from ratelimit.web.headers import with_fields
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import Options, RequestLimiter, RequestLimits, Steps, T
from ratelimit.web.shared_memory import SharedLimiter

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class RateLimitMiddleware:
    """Asks limiters before the app, and tells clients what they have left.

    A refused request is answered with 429, and never reaches the app. Each answer has the fields, refused or not.
    Everything else is as if the middleware were not there: messages, streams, `receive`, context variables, errors.
    What was decided is in `scope["ratelimit"]`, a `RequestDecision`.

    limits: a `Policy`, several, or a function of the scope that returns one, several or none, for a request that
        doesn't count. A request is granted by all of them, or counts in none.
    new_limiter: makes a limiter of algorithms and quotas: by default in the memory of this process; for more than one,
        `partial(AsyncRedisLimiter, client=client)`.
    client: how a request's client is told.
    fields: "draft-11", "x-ratelimit" (`X-RateLimit-Reset` in seconds to go), or "off".
    cost: how many units a request costs, or a function of the scope that returns it; 0 doesn't count. A cost that can
        never be granted is answered with 429 without `Retry-After`.
    settle: a function of the scope and the answer's status that returns what the request has cost after all: less is
        given back, more is charged. Called when the answer is complete, or the app has ended without that. If it had
        not begun to answer, the status is 500 if it has raised, else 499: a client that leaves early is no failure.
    exempt_paths, exempt_methods: `"/health"`, or `"/static/*"` for all below; `"OPTIONS"`.
    on_error: what to do if the limiter fails: "open" lets requests pass, "closed" answers 503; or what makes limiters
        to ask instead, as `SharedMemory()`. Meanwhile there are no fields. What fails is logged (`ratelimit.web`).
    dry_run: count and tell, but refuse nobody.
    expose: let scripts in browsers read the fields, of answers to other origins (`Access-Control-Expose-Headers`).
    refused: an ASGI app that answers refused requests; `Retry-After` and the fields are added.
    websockets: whether handshakes count as well. A refused one gets the same answer if the server can send one, and is
        closed with 1013 if not.

    The functions may be coroutine functions. What they raise, the server gets.
    """

    def __init__(
        self,
        app: App,
        limits: RequestLimits,
        *,
        refused: App | None = None,
        websockets: bool = False,
        **options: Unpack[Options],
    ) -> None:
        self.app = app
        self._limiter = RequestLimiter(limits, ClientKey.of_scope, _asynchronous, **options)
        self._refused = refused or _problem
        self._types = ("http", "websocket") if websockets else ("http",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in self._types or self._limiter.is_exempt(scope.get("method", ""), scope["path"]):
            return await self.app(scope, receive, send)
        decided = await _run(self._limiter.decide(scope))
        if decided is None:
            return await self.app(scope, receive, send)
        scope["ratelimit"] = decided
        if not decided.allowed:
            return await self._refuse(decided, scope, receive, send)
        if scope["type"] == "websocket":
            return await self.app(scope, receive, send)
        answer = _Answer(send, self._limiter.fields(decided))
        if not self._limiter.settles:
            return await self.app(scope, receive, answer.send)
        return await self._serve_and_settle(decided, scope, receive, answer)

    async def _serve_and_settle(
        self, decided: RequestDecision, scope: Scope, receive: Receive, answer: "_Answer"
    ) -> None:
        settled = False

        async def settle(status: int) -> None:
            nonlocal settled
            if not settled:
                settled = True
                await _run(self._limiter.settle(scope, decided, status))

        async def send(message: Message) -> None:
            await answer.send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await settle(answer.status)

        try:
            await self.app(scope, receive, send)
        except BaseException:
            await settle(answer.status or 500)
            raise
        await settle(answer.status or 499)

    async def _refuse(self, decided: RequestDecision, scope: Scope, receive: Receive, send: Send) -> None:
        fields = self._limiter.fields(decided)
        if scope["type"] == "http":
            await self._refused(scope, receive, _Answer(send, fields).send)
        elif "websocket.http.response" in (scope.get("extensions") or {}):
            await _problem(scope, receive, _Answer(_as_denial(send), fields).send)
        else:
            await send({"type": "websocket.close", "code": 1013, "reason": "Try again later"})


class _Answer:
    """Adds fields to the start of an answer, and knows its status."""

    __slots__ = ("_fields", "_send", "status")

    def __init__(self, send: Send, fields: list[tuple[str, str]]) -> None:
        self._send = send
        self._fields = fields
        self.status = 0  # until it has started

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self._fields:
                message = {**message, "headers": with_fields(message.get("headers", ()), self._fields)}
        await self._send(message)


async def _problem(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer a refused request, whose body is not read."""
    decided: RequestDecision = scope["ratelimit"]
    body = body_of(decided)
    headers = [(b"content-type", CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": decided.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})


def _as_denial(send: Send) -> Send:
    """Send the answer to a handshake."""

    async def send_denial(message: Message) -> None:
        await send({**message, "type": message["type"].replace("http", "websocket.http", 1)})

    return send_denial


async def _run(steps: Steps[T]) -> T:
    """Take the steps, and wait where one has to be waited for."""
    try:
        value = next(steps)
        while True:
            if hasattr(value, "__await__"):
                try:
                    value = await value
                except BaseException as error:  # noqa: BLE001  the steps decide
                    value = steps.throw(error)
                    continue
            value = steps.send(value)
    except StopIteration as end:
        result: T = end.value
        return result


def _asynchronous(limiter: Any) -> Any:
    """Return a limiter. Raises `TypeError` if the event loop would have to wait for it."""
    if not isinstance(limiter, SharedLimiter) and not iscoroutinefunction(limiter.hit):
        raise TypeError(
            f"new_limiter must make limiters for asyncio, as AsyncRedisLimiter, "
            f"got {type(limiter).__name__}, for which the event loop would have to wait"
        )
    return limiter
